import { expect, it } from 'vitest'
import { hour } from '../lib/instant.ts'
import { machine, receipt } from '../../test/ticket-play.ts'
import { comingBack } from './remembering.ts'
import type { TicketEvent, TicketFact } from './ticket.ts'

const history = (...facts: readonly TicketFact[]): TicketEvent[] => facts.map((fact, index) => ({ ...fact, id: `e${index}`, seq: index + 1, at: receipt, recordedAt: receipt, actor: machine }))
const set: TicketFact = { type: 'return_set', on: receipt + 48 * hour, why: 'look_again', staff: null, note: 'ЦТО' }

it.each<[string, readonly TicketFact[], number]>([
  ['a date that was set', [set], 1],
  ['a later one takes the place of the first', [set, { ...set, why: 'return', staff: 'anna' }], 1],
  ['cancelled', [set, { type: 'return_cancelled' }], 0],
  ['come', [set, { type: 'came_back', why: 'look_again', staff: null, set: 'e0' }], 0],
  ['a date that had taken its place came, and was struck afterwards', [set, { type: 'came_back', why: 'return', staff: null, set: 'struck' }], 1],
  ['the third party has answered', [set, { type: 'taken_back', note: '' }], 0],
  ['the ticket has ended, and nobody hears of the date after a dispute', [set, { type: 'auto_confirmed' }, { type: 'judged', message: 'r', as: 'dispute' }], 0],
])('%s', (_, facts, count) => expect(comingBack(history(...facts))).toHaveLength(count))
