/** Words of the clocks: how a due came about, line by line. Times and lengths arrive already written for the reader. */

type Span = { from: string; to: string }
type Promised = { at: string; due: string }

const ledger = {
  title: 'Откуда такой срок',
  clocks: { triage: 'Срок разбора', reaction: 'Срок реакции', result: 'Срок результата' },
  term: (length: string) => `По регламенту: ${length} рабочего времени`,
  started: (at: string) => `${at}: заявка поступила, отсчёт начат`,
  counted: ({ from, to }: Span, open: string) => `${from} – ${to}: рабочее время, засчитано ${open}`,
  ahead: ({ from, to }: Span, open: string) => `${from} – ${to}: рабочее время, ещё ${open}`,
  closed: ({ from, to }: Span) => `${from} – ${to}: служба закрыта, время не идёт`,
  paused: {
    suspended: ({ from, to }: Span, open: string) => `${from} – ${to}: пауза, ждали ответа клиента; ${open} рабочего времени не в счёт`,
    awaiting_confirmation: ({ from, to }: Span, open: string) => `${from} – ${to}: клиент проверял результат; ${open} рабочего времени не в счёт`,
  },
  pausedStill: (from: string, open: string) => `С ${from}: пауза, ждём ответа клиента; уже ${open} рабочего времени не в счёт`,
  promised: {
    received: ({ at, due }: Promised) => `${at}: заявка принята, срок до ${due}`,
    triaged: ({ at, due }: Promised) => `${at}: определена категория, срок до ${due}`,
    changed: ({ at, due }: Promised) => `${at}: обстоятельства изменились, категория стала другой; срок до ${due}`,
    corrected: ({ at, due }: Promised) => `${at}: категория уточнена, срок до ${due}`,
    resumed: ({ at, due }: Promised) => `${at}: клиент ответил, работа продолжилась; новый срок до ${due}`,
    disputed: ({ at, due }: Promised) => `${at}: клиент сообщил, что вопрос остался; срок до ${due}`,
    revised: ({ at, due }: Promised) => `${at}: срок пересмотрен, клиента предупредили; новый срок до ${due}`,
    merged: ({ at, due }: Promised) => `${at}: присоединена повторная заявка, срок до ${due}`,
    reported: ({ at, due }: Promised) => `${at}: сообщили о результате, срок до ${due}`,
    suspended: ({ at }: Promised) => `${at}: работа приостановлена, срок появится после ответа клиента`,
  },
  ended: (at: string) => `${at}: отсчёт закончен`,
  remains: (open: string) => `Осталось ${open} рабочего времени`,
  due: (at: string) => `Срок: ${at}`,
  dueMissed: (at: string) => `Срок: ${at}. Нарушение уже записано`,
  dueAbsent: 'Срок появится, когда клиент ответит',
}

export const regulation = { ledger }
