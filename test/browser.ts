import axe from 'axe-core'
import { existsSync } from 'node:fs'
import { chromium, type Browser, type Page } from 'playwright-core'

/** The browser of the stories: Chromium where the system has it. Without it the story is passed over and says so, except where peers are required. */
const browserPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'

/** Is there a browser? Says loudly what is passed over when there is none; throws with REQUIRE_PEERS=1. */
export function hasBrowser(what: string): boolean {
  if (existsSync(browserPath)) return true
  if (process.env['REQUIRE_PEERS'] === '1') throw new Error(`no Chromium at ${browserPath}: ${what} cannot be tested`)
  process.emitWarning(`SKIPPED: ${what}: no Chromium at ${browserPath}`)
  return false
}

export const openBrowser = (): Promise<Browser> => chromium.launch({
  executablePath: browserPath,
  args: [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  ],
})

/** The screen of a desk. */
export const wide = { width: 1440, height: 900 }

/** Keeps in `troubles` what goes wrong behind the page: errors of its scripts, lines of its console. `expected`: lines that the story itself provokes. */
export function watch(page: Page, troubles: string[], name = 'page', expected?: RegExp): Page {
  page.setDefaultTimeout(15_000)
  page.on('pageerror', error => troubles.push(`${name}: ${error.message}`))
  page.on('console', message => message.type() === 'error' && expected?.test(message.text()) !== true && troubles.push(`${name}: ${message.text()} ${message.location().url}`))
  return page
}

/** What keeps people out of the page as it stands, by axe: a line for each rule, with the first places. */
export async function barriers(page: Page): Promise<string[]> {
  // Nothing moves any more, nor begins to while axe looks: a colour halfway through the fading of a notice is no colour of ours.
  await page.evaluate(`(() => {
    globalThis.stillness ??= new CSSStyleSheet()
    stillness.replaceSync('*, ::before, ::after { transition: none !important; animation-duration: 0s !important }')
    document.adoptedStyleSheets = [...document.adoptedStyleSheets.filter(one => one !== stillness), stillness]
  })()`)
  await page.evaluate('Promise.allSettled(document.getAnimations().filter(one => one.effect?.getTiming().iterations !== Infinity).map(one => one.finished))')
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { target: unknown; html: string }[] }[] }> } }).axe.run())
  await page.evaluate('stillness.replaceSync("")')
  return violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 2).map(({ target, html }) => `${JSON.stringify(target)} ${html.slice(0, 160)}`).join(', ')}`)
}

const looks = {
  light: { colorScheme: 'light', ...wide }, dark: { colorScheme: 'dark', ...wide },
  phone: { colorScheme: 'light', width: 390, height: 844 }, 'dark phone': { colorScheme: 'dark', width: 390, height: 844 },
} as const
export type Look = keyof typeof looks

/**
 * What is wrong with a page of the workspace in each look: barriers, and what is wider than the screen. `ready` waits for what the page draws anew.
 * Leaves a picture of each look (`picture`); afterwards the page is light and wide again.
 */
export async function faults(page: Page, name: string, { as = ['light', 'dark', 'phone'], ready }: { as?: readonly Look[] | undefined; ready?: () => Promise<unknown> } = {}): Promise<string[]> {
  const found: string[] = []
  for (const look of as) {
    const { colorScheme, ...size } = looks[look]
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize(size)
    await page.locator(`:root[data-mantine-color-scheme="${colorScheme}"]`).waitFor()
    await ready?.()
    found.push(...(await barriers(page)).map(barrier => `${name}, ${look}: ${barrier}`))
    const over = await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')
    if (over > 0) found.push(`${name}, ${look}: ${over} px wider than the screen`)
    await picture(page, `${name}-${look}`)
  }
  await page.emulateMedia({ colorScheme: 'light' })
  await page.setViewportSize(wide)
  return found
}

/** Leaves a picture of the page in the folder `STORY_PICTURES`, where somebody wants to look at it. */
export async function picture(page: Page, name: string, fullPage = false): Promise<void> {
  const where = process.env['STORY_PICTURES']
  if (where !== undefined) await page.screenshot({ path: `${where}/${name.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}.png`, fullPage })
}

/** After a failed test: what a person would have seen when it went wrong. */
export async function pictureFailure(task: { name: string; result?: { state: string } | undefined }, pages: Readonly<Record<string, Page>>): Promise<void> {
  if (task.result?.state !== 'fail') return
  for (const [name, page] of Object.entries(pages)) await picture(page, `failed ${task.name.slice(0, 30)} ${name}`)
}
