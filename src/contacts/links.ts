import type { PointCard } from './api.ts'

/** Deep links that open a conversation carrying `payload`, one for each channel that has such links. Given by the roof. */
export type StartLinks = (payload: string) => PointCard['links']

/** What the QR at the till carries: which point, never who. */
export const pointPayload = (linkToken: string): string => `p_${linkToken}`

export function pointCardOf<Row extends Omit<PointCard, 'links'> & { linkToken: string }>({ linkToken, ...point }: Row, startLinks: StartLinks): Omit<Row, 'linkToken'> & Pick<PointCard, 'links'> {
  return { ...point, links: startLinks(pointPayload(linkToken)) }
}
