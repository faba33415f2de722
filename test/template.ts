/** The migrated database that each test file clones; global-setup.ts makes it, world.ts clones it. */
export const templateName = 'template_migrated'
