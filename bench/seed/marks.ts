/**
 * Ids of seeded rows: a kind, a place inside the ticket, and a tail of twelve hexadecimal digits that is the ticket's (or the person's) own number. A model
 * ticket has tails that stand for "whose copy this is"; a copy replaces them, in ids and wherever JSON or text repeats them.
 */
const kinds = { ticket: 0x7000, message: 0x7001, event: 0x7002, outbox: 0x7003, contact: 0x7004, conversation: 0x7005, point: 0x7006, task: 0x7007, company: 0x7008, address: 0x7009, caller: 0x700a } as const
export type Kind = keyof typeof kinds

export const head = (kind: Kind, place = 0): string => `0190a000-${place.toString(16).padStart(4, '0')}-${kinds[kind].toString(16)}-8000-`
export const seededId = (kind: Kind, tail: string | number, place = 0): string => head(kind, place) + (typeof tail === 'number' ? tail.toString(16).padStart(12, '0') : tail)

/** Tails and numbers of a model; the model's index stands in the last four digits of its ticket's tail. */
export const ticketTail = (model: number): string => `feedface${model.toString(16).padStart(4, '0')}`
export const contactTail = 'c0ffeec0ffee'
export const pointTail = 'ab0de0ab0de0'
export const modelNumber = (model: number): number => 900_000_000_000 + model
