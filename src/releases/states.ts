/** States of a development item. A file of its own: the browser needs them without the shapes of the wire. */
export const developmentStates = ['open', 'in_work', 'done', 'declined'] as const
export type DevelopmentState = (typeof developmentStates)[number]
