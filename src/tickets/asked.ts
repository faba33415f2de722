import type { Instant } from '../lib/instant.ts'

/**
 * What a customer is asked for: items of a question and steps of an instruction, each with a state of its own. Pure.
 */

/** What kind of thing is asked for; decides which answer ticks the item by itself (`tick-off.ts`). `action`: something to be done and said so. */
export const itemKinds = ['screenshot', 'photo', 'log', 'date', 'text', 'action', 'version'] as const
export type ItemKind = (typeof itemKinds)[number]

export type QuestionItem = { id: string; kind: ItemKind; text: string }
export type Step = { id: string; text: string }

/** `question`: the message that asks, null when asked in a call. `done`: it came, or somebody said that it is there. `waived`: no longer needed. `message`: the one that brought it. */
export type AskedItem = QuestionItem & { question: string | null; at: Instant; state: 'open' | 'done' | 'waived'; message: string | null }
/** `failed`: the customer tried, and it did not work. */
export type GivenStep = Step & { question: string | null; at: Instant; state: 'open' | 'done' | 'failed' }

/** Texts of what is still missing, in the order in which it was asked. */
export const missing = (items: readonly AskedItem[]): string[] => items.filter(item => item.state === 'open').map(item => item.text)
