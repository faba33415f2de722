import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Guest } from './guest.ts'
import { eventsOf, openStage, type Shown, type Stage } from './stage.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage()
})
afterAll(() => stage.end())

type Moment = 'waiting' | 'suspended' | 'awaiting' | 'resolved'

/** A guest whose ticket is in the given state. */
async function guestIn(moment: Moment): Promise<{ guest: Guest; number: number; firstMessage: number; lastLine: number }> {
  await stage.at('2026-03-17T14:07+03:00')
  const guest = await stage.guest('Ольга')
  const { messageId } = await guest.says('Не печатает принтер')
  const { number } = await stage.ticketOf(guest)
  await stage.does('anna', number, { type: 'triage', category: 2, effect: 'печать на другом', topic: null })
  if (moment === 'waiting' || moment === 'suspended') {
    await stage.does('anna', number, { type: 'answer', text: 'Какая модель?', fileIds: [], asks: true })
    if (moment === 'suspended') await stage.advance('P2D')
  } else {
    await stage.does('anna', number, { type: 'report_result', kind: 'done', text: 'Настроили.', fileIds: [], told: 'written' })
    if (moment === 'resolved') await guest.presses('Всё работает')
  }
  const state = (await stage.ticketOf(guest)).view.state
  expect(state).toBe({ waiting: 'waiting_customer', suspended: 'suspended', awaiting: 'awaiting_confirmation', resolved: 'resolved' }[moment])
  const lines = await guest.news()
  return { guest, number, firstMessage: messageId, lastLine: lines.at(-1)!.messageId }
}

type Scene = Awaited<ReturnType<typeof guestIn>>
type Act = (scene: Scene) => Promise<unknown>
const words: Act = ({ guest }) => guest.says('Модель TM-T20')
const photo: Act = ({ guest }) => guest.sendsPhoto({ size: 1_000 })
const voice: Act = ({ guest }) => guest.sendsVoice()
const thanks: Act = ({ guest }) => guest.says('Спасибо!')
const ok: Act = ({ guest }) => guest.says('ок')
const sticker: Act = ({ guest }) => guest.sendsSticker()
const reaction: Act = ({ guest, lastLine }) => guest.reacts(lastLine, '👍')
const edit: Act = ({ guest, firstMessage }) => guest.edits(firstMessage, 'Не печатает принтер на кухне')

const table: readonly { clause: string; moment: Moment; does: string; act: Act; expects: (shown: Shown) => void; tickets?: number }[] = [
  ...(['waiting', 'suspended'] as const).flatMap(moment => [
    { clause: 'A-17', moment, does: 'real words end it', act: words, expects: (shown: Shown) => expect(shown.view.state).toBe('in_work') },
    { clause: 'A-17', moment, does: 'a photo ends it', act: photo, expects: (shown: Shown) => expect(shown.view.state).toBe('in_work') },
    { clause: 'A-17', moment, does: 'a voice message ends it', act: voice, expects: (shown: Shown) => expect(shown.view.state).toBe('in_work') },
    { clause: 'A-17', moment, does: 'thanks end it', act: thanks, expects: (shown: Shown) => expect(shown.view.state).toBe('in_work') },
    { clause: 'A-17', moment, does: 'an «ок» ends it', act: ok, expects: (shown: Shown) => expect(shown.view.state).toBe('in_work') },
    ...[['a sticker', sticker], ['a reaction', reaction], ['an edit', edit]].map(([what, act]) => ({
      clause: 'part 2', moment, does: `${what as string} does nothing`, act: act as Act,
      expects: (shown: Shown) => expect(shown.view.state).toBe(moment === 'waiting' ? 'waiting_customer' : 'suspended'),
    })),
  ]),
  { clause: 'A-20', moment: 'awaiting', does: 'real words stop the automatic confirmation until they are judged', act: words, expects: shown => {
    expect(shown.view).toMatchObject({ state: 'awaiting_confirmation', autoConfirmAt: null })
    expect(shown.view.toJudge).toHaveLength(1)
  } },
  ...[['thanks', thanks], ['an «ок»', ok], ['a sticker', sticker], ['a reaction', reaction], ['an edit', edit]].map(([what, act]) => ({
    clause: 'part 2', moment: 'awaiting' as const, does: `${what as string} change nothing`, act: act as Act, expects: (shown: Shown) => {
      expect(shown.view.state).toBe('awaiting_confirmation')
      expect(shown.view.toJudge).toEqual([])
      expect(shown.view.autoConfirmAt).not.toBeNull()
    },
  })),
  { clause: 'A-20', moment: 'resolved', does: 'real words open a new ticket', act: words, tickets: 2, expects: shown => expect(shown.view.state).toBe('registered') },
  ...[['thanks', thanks], ['an «ок»', ok], ['a sticker', sticker], ['a reaction', reaction], ['an edit', edit]].map(([what, act]) => ({
    clause: 'part 2', moment: 'resolved' as const, does: `${what as string} open nothing`, act: act as Act, expects: (shown: Shown) => expect(shown.view.state).toBe('resolved'),
  })),
]

describe('A-17, A-20 what a message does', () => {
  it.each(table.map(row => ({ ...row, title: `${row.clause} ${{ waiting: 'while the desk waits', suspended: 'while suspended', awaiting: 'while a result waits', resolved: 'after the end' }[row.moment]} ${row.does}` })))('$title', async ({ moment, act, expects, tickets = 1 }) => {
    const scene = await guestIn(moment)
    await act(scene)
    const shown = await stage.ticketOf(scene.guest)
    expects(shown)
    expect(await stage.ticketsOf(scene.guest)).toHaveLength(tickets)
  })

  it('nothing is said to thanks after the end, and to a sticker while the desk waits', async () => {
    const resolved = await guestIn('resolved')
    await thanks(resolved)
    expect(await resolved.guest.heard()).toEqual([])
    const waiting = await guestIn('waiting')
    await sticker(waiting)
    expect(await waiting.guest.heard()).toEqual([])
    expect(eventsOf(await stage.ticketOf(waiting.guest), 'customer_wrote').map(event => event.weight)).toEqual(['nothing'])
  })
})
