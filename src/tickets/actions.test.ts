import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { minute } from '../lib/instant.ts'
import { seedRegulation } from '../../test/seed.ts'
import { plainTickets } from '../../test/ticket-room.ts'
import { freshDatabase, type FreshDatabase } from '../../test/world.ts'
import { change, register } from './actions.ts'
import type { Command } from './commands.ts'

const monday = Date.parse('2026-03-16T10:00:00+03:00')
const room = plainTickets()
const customer = { kind: 'customer' as const, id: null }

let base: FreshDatabase
beforeAll(async () => {
  base = await freshDatabase()
  await seedRegulation(base.db)
})
afterAll(() => base.drop())

const rowOf = (id: string) => base.db.selectFrom('tickets').select(['effect', 'stopReported', 'unansweredSince', 'queueGroup']).where('id', '=', id).executeTakeFirstOrThrow()

describe('a strike', () => {
  it('invariant 26 the row stands at once as if what was struck had never been', async () => {
    const made = await register(room, base.db, {
      channel: 'telegram', subject: 'Не печатает', weakSubject: false, contactId: null, pointId: null, conversationId: null, stopReported: false, message: null,
    }, { now: monday, actor: customer })
    const does = (command: Command, at: number) => change(room, base.db, made.id, command, { now: at, actor: customer })
    const before = await rowOf(made.id)
    const acts: Command[] = [
      { type: 'report_stop' }, { type: 'call_held', note: 'поговорили', asks: false }, { type: 'triage', category: 2, effect: 'один принтер', topic: null },
    ]
    for (const command of acts) {
      const { events } = await does(command, monday + minute)
      expect(await rowOf(made.id)).not.toEqual(before)
      await does({ type: 'strike', event: events.at(-1)!.id, reason: 'по ошибке' }, monday + 2 * minute)
      expect(await rowOf(made.id), command.type).toEqual(before)
    }
  })
})
