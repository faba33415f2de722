/** Who plays: customers who write, press, fall silent and come back at night, and specialists who work through the queue. Every move is drawn by chance. */
import { pngOf, type Line, type Person } from '../../sim/telegram/index.ts'
import { Misuse } from '../../sim/telegram/failure.ts'
import { Refusal } from '../../src/lib/errors.ts'
import type { Db } from '../../src/lib/db.ts'
import { hour, minute, type Instant } from '../../src/lib/instant.ts'
import { registerByHand } from '../../src/intake/actions/by-hand.ts'
import { perform } from '../../src/messages/actions.ts'
import type { TicketRoom } from '../../src/tickets/actions.ts'
import type { StaffCommand } from '../../src/tickets/api.ts'
import type { Chance } from './chance.ts'

export type Customer = {
  person: Person
  /** Does something. What the messenger does not let him do, he does not do. */
  acts(chance: Chance): Promise<void>
}

const complaints = [
  'Не печатает кухонный принтер', 'Касса зависла на оплате', 'Не приходят заказы с сайта', 'Как завести новую акцию?', 'Сканер не читает марки', 'Не открывается смена',
  'Здравствуйте! Остатки не сходятся', 'Терминал пишет ошибку 4119', 'Нужен отчёт по скидкам', 'Чек выходит пустой',
]
const answers = ['Да, включён', 'Модель TM-T20', 'Попробовал, не помогло', 'Заработало', 'Всё равно не печатает', 'Сейчас посмотрю', 'Когда вы подключитесь?']
const polite = ['спасибо', 'ок', 'хорошо', 'понял', 'большое спасибо']

export function customerOf(person: Person, qr: readonly string[]): Customer {
  let blocked = false
  const own: number[] = []
  const heard = async (): Promise<Line[]> => (await person.botLines()).slice(-8)

  const movesBy = (chance: Chance) => ({
    complains: async () => void own.push((await person.says(chance.oneOf(complaints))).messageId),
    answers: async () => void own.push((await person.says(chance.oneOf(answers))).messageId),
    asksAnew: async () => void await person.says(`/new ${chance.oneOf(complaints)}`),
    thanks: async () => void await person.says(chance.oneOf(polite)),
    sendsSticker: async () => void await person.sendsSticker(),
    sendsPhoto: async () => void await person.sendsPhoto({ bytes: pngOf() }, chance.happens(0.5) ? { caption: chance.oneOf(answers) } : {}),
    sendsFile: async () => void await person.sendsDocument({ name: 'Журнал кассы.txt', bytes: new TextEncoder().encode('17.03 ошибка 4119') }),
    sendsVoice: async () => void await person.sendsVoice({ bytes: new Uint8Array(2_000) }),
    sendsAlbum: async () => void await person.sendsAlbum([{ bytes: pngOf() }, { bytes: pngOf() }]),
    edits: async () => {
      const id = own.at(-1)
      if (id !== undefined) await person.edits(id, `${chance.oneOf(answers)} (исправлено ${chance.between(1, 999)})`)
    },
    replies: async () => {
      const lines = await heard()
      if (lines.length > 0) own.push((await person.repliesTo(chance.oneOf(lines).messageId, chance.oneOf(answers))).messageId)
    },
    presses: async () => {
      const buttons = (await heard()).flatMap(line => line.buttons.flat().flatMap(({ data }) => (data === null ? [] : [{ data, on: line.messageId }])))
      if (buttons.length > 0) {
        const { data, on } = chance.oneOf(buttons)
        await person.presses(data, on)
      }
    },
    reacts: async () => {
      const line = (await heard()).at(-1)
      if (line !== undefined) await person.reacts(line.messageId, '👍')
    },
    sharesContact: async () => void await person.sharesContact(),
    commands: async () => void await person.says(chance.oneOf(['/my', '/call', '/help', '/new'])),
    opensLink: async () => void await person.opensLink(chance.oneOf(qr)),
    blocks: async () => {
      blocked = true
      await person.blocks()
    },
  })

  return {
    person,
    async acts(chance) {
      if (blocked) {
        if (chance.happens(0.7)) return
        blocked = false
        await person.unblocks()
      }
      const move = chance.weighed({
        complains: 14, answers: 22, asksAnew: 14, thanks: 6, sendsSticker: 3, sendsPhoto: 5, sendsFile: 2, sendsVoice: 2, sendsAlbum: 1, edits: 3, replies: 8, presses: 30,
        reacts: 2, sharesContact: 2, commands: 4, opensLink: 2, blocks: 1,
      })
      try {
        await movesBy(chance)[move]()
      } catch (error) {
        // A button that is gone, a message that cannot be edited: he finds out himself.
        if (!(error instanceof Misuse)) throw error
      }
    },
  }
}

/** A ticket as a specialist sees it in his queue. */
type Seen = { number: number; state: string; category: number | null; ownerId: string | null; toJudge: readonly string[]; written: boolean; ended: boolean }

export type Specialists = {
  /** One of them does something to one ticket. A refusal is an answer, too. */
  act(now: Instant, chance: Chance): Promise<void>
  /** The same, to this ticket. */
  actOn(number: number, now: Instant, chance: Chance): Promise<void>
  /** Somebody has called: a ticket by hand. */
  takesCall(now: Instant, chance: Chance): Promise<void>
}

export function specialistsOf(db: Db, room: TicketRoom, staff: readonly string[]): Specialists {
  const seen = async (): Promise<Seen[]> => {
    const rows = await db.selectFrom('tickets').select(['number', 'state', 'category', 'ownerId', 'clocks', 'conversationId', 'queueGroup'])
      .orderBy('queueGroup').orderBy('number', 'desc').limit(400).execute()
    return rows.map(({ clocks, conversationId, queueGroup, ...row }) => ({
      ...row, toJudge: (clocks as { toJudge: string[] }).toJudge, written: conversationId !== null, ended: queueGroup === 9,
    }))
  }
  const does = async (ticket: Seen, now: Instant, chance: Chance): Promise<void> => {
    const wish = await wishFor(ticket, db, staff, chance, now)
    try {
      await perform(room, db, ticket.number, wish, { now, staffId: chance.oneOf(staff) })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
    }
  }
  return {
    async act(now, chance) {
      const tickets = await seen()
      const open = tickets.filter(ticket => !ticket.ended)
      const untriaged = open.filter(ticket => ticket.category === null)
      const toJudge = open.filter(ticket => ticket.toJudge.length > 0)
      const list = chance.happens(0.45) && untriaged.length > 0 ? untriaged : chance.happens(0.3) && toJudge.length > 0 ? toJudge : chance.happens(0.04) ? tickets : open
      if (list.length > 0) await does(chance.oneOf(list), now, chance)
    },
    async actOn(number, now, chance) {
      const ticket = (await seen()).find(one => one.number === number)
      if (ticket !== undefined) await does(ticket, now, chance)
    },
    async takesCall(now, chance) {
      await registerByHand(room, db, {
        contactId: null, name: 'Ирина', phone: null, pointId: null, text: chance.oneOf(complaints), stopReported: chance.happens(0.2), take: chance.happens(0.5),
      }, { now, actor: { kind: 'staff', id: chance.oneOf(staff) } }, null)
    },
  }
}

const reasons = ['6.5.1', '6.5.2', '6.5.3', '6.5.4'] as const
const words = ['Посмотрите, пожалуйста, горит ли лампа.', 'Какая модель принтера?', 'Пришлите фото экрана.', 'Сейчас подключусь.', 'Проверяем.']

async function wishFor(ticket: Seen, db: Db, staff: readonly string[], chance: Chance, now: Instant): Promise<StaffCommand> {
  const category = chance.weighed({ 1: 2, 2: 5, 3: 4 })
  const told = ticket.written && chance.happens(0.85) ? 'written' as const : 'call' as const
  const ahead = (least: number, most: number): string => new Date(now + chance.between(least * hour, most * hour) + minute).toISOString()
  const asking = () => ({
    items: chance.happens(0.4) ? [{ kind: 'photo' as const, text: 'фото экрана' }, { kind: 'text' as const, text: 'модель принтера' }].slice(0, chance.between(1, 2)) : [],
    steps: chance.happens(0.2) ? ['Выключите принтер', 'Включите снова'] : [],
    until: chance.happens(0.1) ? ahead(1, 40) : null,
  })
  const wishes: Record<string, () => StaffCommand> = {
    triage: () => ({ type: 'triage', category: Number(category) as 1 | 2 | 3, effect: 'печать на другом', topic: null }),
    take: () => ({ type: 'take' }),
    assign: () => ({ type: 'assign', owner: chance.happens(0.2) ? null : chance.oneOf(staff) }),
    answers: () => ({ type: 'answer', text: chance.oneOf(words), fileIds: [], asks: false, items: [], steps: [], until: null, to: null }),
    asks: () => ({ type: 'answer', text: chance.oneOf(words), fileIds: [], asks: true, ...asking(), to: null }),
    calls: () => ({ type: 'call_held', note: 'Поговорили', asks: chance.happens(0.4), ...asking() }),
    agreesWait: () => ({ type: 'agree_wait', until: ahead(1, 72), note: '' }),
    notesDelay: () => ({ type: 'note_delay', reason: chance.oneOf(reasons) }),
    revisesDue: () => ({ type: 'revise_due', due: ahead(1, 200), reason: chance.oneOf(reasons), told }),
    schedulesHelp: () => ({ type: 'schedule_help', at: ahead(0, 30), note: '' }),
    wantsItBack: () => ({ type: 'return_on', on: ahead(0, 48), me: chance.happens(0.5), note: '' }),
    cancelsReturn: () => ({ type: 'cancel_return' }),
    handsToShift: () => ({ type: 'hand_to_shift', to: chance.happens(0.5) ? null : chance.oneOf(staff), done: 'проверили печать', waiting: '', next: '' }),
    answersStop: () => ({ type: 'answer_stop', holds: chance.happens(0.5) }),
    notes: () => ({ type: 'note', text: 'Смотрю журнал', fileIds: [] }),
    recategorises: () => ({ type: 'recategorise', category: Number(category) as 1 | 2 | 3, basis: chance.oneOf(['changed', 'corrected'] as const), reason: 'стало иначе' }),
    reports: () => ({ type: 'report_result', kind: chance.oneOf(['done', 'done', 'workaround', 'refused'] as const), text: 'Настроили, проверьте.', fileIds: [], told }),
    confirms: () => ({ type: 'confirm', note: 'сказал по телефону' }),
    disputes: () => ({ type: 'dispute', note: 'говорит, не работает' }),
    judges: () => ({ type: 'judge', message: chance.oneOf(ticket.toJudge), as: chance.oneOf(['confirm', 'dispute', 'neutral'] as const) }),
    lifts: () => ({ type: 'lift', reason: 'уже не нужно' }),
    handsOver: () => (chance.happens(0.5)
      ? { type: 'hand_over', to: 'developers', note: 'нужна правка', party: null, lookAt: null, development: null }
      : { type: 'hand_over', to: 'third_party', note: 'ждём банк', party: { who: 'Банк', request: '' }, lookAt: chance.happens(0.6) ? ahead(2, 90) : null, development: null }),
    takesBack: () => ({ type: 'take_back', note: '' }),
    withdraws: () => ({ type: 'withdraw', note: 'передумали' }),
    spams: () => ({ type: 'close_spam' }),
    reopens: () => ({ type: 'reopen', reason: 'закрыли по ошибке' }),
    placesAtPoint: () => ({ type: 'set_point', point: null }),
  }
  if (chance.happens(0.03)) {
    const events = await db.selectFrom('ticketEvents').innerJoin('tickets', 'tickets.id', 'ticketEvents.ticketId').select('ticketEvents.id').where('tickets.number', '=', ticket.number)
      .where('ticketEvents.type', 'in', ['triaged', 'recategorised', 'taken', 'answered', 'call_held', 'result_reported', 'confirmed', 'disputed', 'handed_over', 'withdrawn', 'lifted', 'work_stopped', 'closed_as_spam', 'reopened', 'judged', 'wait_agreed', 'due_revised', 'return_set', 'help_scheduled'])
      .orderBy('ticketEvents.seq').execute()
    if (events.length > 0) return { type: 'strike', event: chance.oneOf(events).id, reason: 'записано по ошибке' }
  }
  return wishes[chance.weighed(weightsFor(ticket))]!()
}

/** What is done in which state, by weight. */
function weightsFor({ state, category, toJudge, ended }: Seen): Record<string, number> {
  if (ended) return { answers: 2, disputes: 2, reopens: 3, notes: 1 }
  if (toJudge.length > 0) return { judges: 8, answers: 1 }
  if (category === null) return { triage: 30, take: 3, answers: 4, asks: 1, calls: 2, spams: 1, answersStop: 0.5, wantsItBack: 0.5 }
  switch (state) {
    case 'awaiting_confirmation': return { notes: 6, answers: 2, confirms: 2, disputes: 2, reports: 1, recategorises: 1, handsOver: 0.5, withdraws: 0.5, asks: 0.5 }
    case 'waiting_customer': case 'suspended': return { notes: 10, asks: 2, answers: 2, lifts: 2, agreesWait: 3, wantsItBack: 1, reports: 2, calls: 1, recategorises: 1, handsOver: 1, take: 1, withdraws: 0.3 }
    case 'with_developers': case 'with_third_party': return { notesDelay: 2, revisesDue: 2, cancelsReturn: 0.5, handsToShift: 0.5, takesBack: 5, reports: 2, answers: 2, asks: 1, notes: 2, recategorises: 1 }
    default: return { asks: 9, answers: 5, reports: 6, recategorises: 2, handsOver: 2, take: 2, assign: 2, calls: 2, notes: 2, placesAtPoint: 0.5, withdraws: 0.4, spams: 0.3, takesBack: 0.3, agreesWait: 0.5, notesDelay: 1, revisesDue: 2, schedulesHelp: 1, wantsItBack: 1, cancelsReturn: 0.5, handsToShift: 1 }
  }
}
