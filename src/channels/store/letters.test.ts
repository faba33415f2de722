import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { forged, letterOf, plainHall, type Written } from '../../../test/letters.ts'
import { sendOut, takeOut, writeOut } from '../../../test/letters-out.ts'
import { seedRegulation, type Regulation } from '../../../test/seed.ts'
import { plainTickets } from '../../../test/ticket-room.ts'
import { freshDatabase, type FreshDatabase } from '../../../test/world.ts'
import { setReachable } from '../../contacts/meeting/store.ts'
import { receive } from '../../intake/actions/receive.ts'
import type { Hall } from '../../intake/hall.ts'
import { tx } from '../../lib/db.ts'
import { hour, minute } from '../../lib/instant.ts'
import type { Change } from '../../tickets/change.ts'
import { mostByMachine } from '../email/gate.ts'
import { mostHops } from '../email/hops.ts'
import { letterIdOf, mayWrite, threadOf } from './letters.ts'

const now = Date.parse('2026-11-24T14:07:00+03:00')
const work = { page: (conversationId: string) => `https://desk.example/t/${conversationId}`, sends: ['first', 'support', 'billing'] }
let base: FreshDatabase
let regulation: Regulation
let hall: Hall
let mails = 0
let irina: { name: string; address: string }
let petr: typeof irina
beforeAll(async () => {
  base = await freshDatabase()
  regulation = await seedRegulation(base.db)
  hall = plainHall(plainTickets(() => regulation.policy), () => regulation)
})
afterAll(() => base.drop())
beforeEach(() => {
  mails++
  irina = { name: 'Ирина Седова', address: `irina${mails}@kafe-most.example` }
  petr = { name: 'Пётр', address: `petr${mails}@kafe-most.example` }
})

const arrives = (written: Written, hops?: number) => {
  const event = letterOf(written)
  return tx(base.db, inner => receive(hall, inner, hops === undefined ? event : { ...event, letter: { ...event.letter, hops } }, written.at))
}
async function ticket(more: Partial<Written> = {}, hops?: number): Promise<{ ticketId: string; conversationId: string; number: number }> {
  const made = (await arrives({ from: irina, at: now, subject: 'Re: Касса не печатает', text: 'Помогите', ...more }, hops)).at(-1) as Change
  return { ticketId: made.id, conversationId: made.after.ticket.conversationId!, number: made.after.ticket.number }
}
const conversationOf = async (address: string) => (await base.db.selectFrom('conversations').select('id').where('externalId', '=', address).executeTakeFirstOrThrow()).id
/** A parcel that is about to go. */
async function about(of: Parameters<typeof writeOut>[2], at: number) {
  const { parcelId } = await writeOut(hall.tickets, base.db, of, at)
  return (await takeOut(base.db, parcelId, at)).about
}
/** The same before its letter has an id. */
async function fresh({ ticketId, conversationId }: { ticketId: string; conversationId: string }, at: number, purpose: 'notice' | 'reply' = 'notice') {
  const { parcelId, message } = await writeOut(hall.tickets, base.db, { ticketId, conversationId, purpose }, at)
  return { parcelId, conversationId, ticketId, ticketNumber: null, messageId: message, purpose, first: true }
}

describe('the thread of a letter (R-2.2.5)', () => {
  test('answers his last letter, names all before it, goes on from the mailbox that he wrote to', async () => {
    const first: Written = { from: irina, at: now, subject: 'Re: Касса не печатает', text: 'Помогите', mailbox: 'billing' }
    const one = await ticket(first)
    const receipt = await sendOut(hall.tickets, base.db, { ...one, purpose: 'receipt' }, now + minute)
    const second: Written = { from: irina, at: now + 5 * minute, subject: 'Re: [№] Касса', text: 'Ещё фото', answers: [receipt.letterId], mailbox: 'billing' }
    await arrives(second)
    const notice = await sendOut(hall.tickets, base.db, { ...one, purpose: 'notice' }, now + 6 * minute)
    const thread = await threadOf(base.db, await about(one, now + 10 * minute), work)
    expect(thread).toEqual({
      mailbox: 'billing', subject: 'Re: Касса не печатает', references: [letterOf(first).letter.letterId, receipt.letterId, letterOf(second).letter.letterId], copies: [],
      language: 'ru', name: 'Ирина Седова', page: `https://desk.example/t/${one.conversationId}`, hops: 0,
    })
    expect(thread?.references).not.toContain(notice.letterId)
  })

  test('a mailbox that cannot send hands over to the first that can', async () => {
    const one = await ticket({ mailbox: 'door' })
    const parcel = await about(one, now + minute)
    expect((await threadOf(base.db, parcel, work))?.mailbox).toBe('first')
    expect((await threadOf(base.db, parcel, { ...work, sends: [] }))?.mailbox).toBe('')
  })

  test('whoever never wrote a letter gets ours one after another', async () => {
    const one = await ticket({ to: [petr] })
    const to = { ticketId: one.ticketId, conversationId: await conversationOf(petr.address) }
    const first = await sendOut(hall.tickets, base.db, to, now + minute)
    expect(await threadOf(base.db, await about(to, now + 2 * minute), work)).toMatchObject({ references: [first.letterId], name: 'Пётр', subject: 'Re: Касса не печатает' })
  })

  test('a word outside of any ticket has no thread', async () => {
    const one = await ticket()
    const { parcelId } = await writeOut(hall.tickets, base.db, one, now + minute)
    expect(await threadOf(base.db, { parcelId, conversationId: one.conversationId, ticketId: null, ticketNumber: null, messageId: null, purpose: 'dialogue', first: true }, work)).toMatchObject({ subject: '', references: [], copies: [], mailbox: 'first' })
  })

  test('nothing is known of a conversation that is not there', async () => {
    const one = await ticket()
    expect(await threadOf(base.db, { ...await about(one, now + minute), conversationId: one.ticketId }, work)).toBeNull()
  })

  test('copies: those whom a letter has named to each other, while letters reach them; nobody else of the ticket', async () => {
    const [anna, oleg, gone] = ['anna', 'oleg', 'gone'].map(name => ({ name, address: `${name}${mails}@kafe-most.example` })) as [typeof irina, typeof irina, typeof irina]
    const one = await ticket({ to: [petr, gone] })
    // Anna has put Irina into copy, Oleg has come in by the ids alone.
    await arrives({ from: anna, at: now + minute, subject: 'Re', text: 'Я рядом', cc: [irina], token: one.number })
    await arrives({ from: oleg, at: now + 2 * minute, subject: 'Re', text: 'Что там?', answers: [letterOf({ from: irina, at: now, subject: 'Re: Касса не печатает', text: 'Помогите' }).letter.letterId] })
    await setReachable(base.db, await conversationOf(gone.address), { at: now, reason: 'no_mailbox' })
    const copiesTo = async (address: string, at: number) => (await threadOf(base.db, await about({ ticketId: one.ticketId, conversationId: await conversationOf(address) }, at), work))?.copies.map(copy => copy.address)
    expect(await copiesTo(irina.address, now + 3 * minute)).toEqual([anna.address, petr.address].toSorted())
    // What is written to one of the others goes to him alone.
    expect(await copiesTo(petr.address, now + 4 * minute)).toEqual([])
  })

  test('pain 7 a letter that Irina has not written names nobody to her', async () => {
    const other = { name: 'Ирина', address: `other${mails}@elsewhere.example` }
    const one = await ticket()
    await arrives({ from: other, at: now + minute, subject: 'Re', text: 'Я здесь', token: one.number })
    await arrives({ from: irina, at: now + 2 * minute, subject: 'Re', text: 'Копию, пожалуйста', cc: [other], token: one.number, verdict: forged })
    expect((await threadOf(base.db, await about(one, now + 3 * minute), work))?.copies).toEqual([])
  })
})

describe('the id of a letter', () => {
  test('is there before the letter goes, the same for every attempt, and fits into an address', async () => {
    const one = await ticket()
    const parcel = await about(one, now + minute)
    const ids = await Promise.all([letterIdOf(base.db, parcel, 'support.example', now), letterIdOf(base.db, parcel, 'support.example', now + hour)])
    expect(new Set(ids).size).toBe(1)
    expect(ids[0]).toMatch(new RegExp(`^<t${one.number}\\.[a-z2-7]{16}@support\\.example>$`))
  })

  test('an answer finds its letter also when nobody knew whether that had arrived', async () => {
    const one = await ticket()
    const out = await sendOut(hall.tickets, base.db, one, now + minute, { ok: false, class: 'unknown', detail: 'broke' })
    const [made] = await arrives({ from: petr, at: now + hour, subject: 'Другая тема', text: 'Да, включён', answers: [out.letterId] }) as [Change]
    expect(made.id).toBe(one.ticketId)
  })
})

describe('the gate (pain 5)', () => {
  test('so many letters of machines to one address in an hour, those of people always, and an hour later again', async () => {
    const one = await ticket()
    for (let i = 0; i < mostByMachine; i++) {
      const parcel = await fresh(one, now + minute)
      expect(await mayWrite(base.db, parcel, irina.address, now + minute)).toEqual({ ok: true })
      await letterIdOf(base.db, parcel, 'support.example', now + minute)
      // An attempt that is repeated is the same letter.
      if (i === mostByMachine - 1) expect(await mayWrite(base.db, parcel, irina.address, now + minute)).toEqual({ ok: true })
    }
    const [over, words] = [await fresh(one, now + 2 * minute), await fresh(one, now + 2 * minute, 'reply')]
    expect(await mayWrite(base.db, over, irina.address, now + 2 * minute)).toEqual({ ok: false, reason: 'budget' })
    expect(await mayWrite(base.db, words, irina.address, now + 2 * minute)).toEqual({ ok: true })
    expect(await mayWrite(base.db, over, irina.address, now + minute + hour)).toEqual({ ok: true })
  })

  test('A-17 no notice follows from what a machine wrote; later ones go', async () => {
    const one = await ticket()
    const out = await sendOut(hall.tickets, base.db, one, now + minute)
    await arrives({ from: irina, at: now + 2 * minute, subject: 'Автоответ', text: 'Я в отпуске', automatic: true, answers: [out.letterId] })
    expect(await mayWrite(base.db, await fresh(one, now + 2 * minute), irina.address, now + 2 * minute)).toEqual({ ok: false, reason: 'loop' })
    expect(await mayWrite(base.db, await fresh(one, now + hour), irina.address, now + hour)).toEqual({ ok: true })
  })

  test('two desks that answer each other come to an end', async () => {
    const one = await ticket({}, mostHops + 1)
    const parcel = await fresh(one, now + minute)
    expect(await mayWrite(base.db, parcel, irina.address, now + minute)).toEqual({ ok: false, reason: 'loop' })
    expect((await threadOf(base.db, parcel, work))?.hops).toBe(mostHops + 1)
  })

  test('an address that letters come back from gets no notices until somebody writes from there', async () => {
    const one = await ticket()
    await setReachable(base.db, one.conversationId, { at: now + minute, reason: 'no_mailbox' })
    expect(await mayWrite(base.db, await fresh(one, now + 2 * minute), irina.address, now + 2 * minute)).toEqual({ ok: false, reason: 'bounced' })
    await arrives({ from: irina, at: now + 3 * minute, subject: 'Снова я', text: 'Почта работает', token: one.number })
    expect(await mayWrite(base.db, await fresh(one, now + 4 * minute), irina.address, now + 4 * minute)).toEqual({ ok: true })
  })
})
