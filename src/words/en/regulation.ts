import type { regulation as ru } from '../ru/regulation.ts'

export const regulation: typeof ru = {
  ledger: {
    title: 'Where this deadline comes from',
    clocks: { triage: 'Triage deadline', reaction: 'Reaction deadline', result: 'Result deadline' },
    term: (length) => `By the regulation: ${length} of working time`,
    started: (at) => `${at}: ticket received, counting begins`,
    counted: ({ from, to }, open) => `${from} – ${to}: working time, ${open} counted`,
    ahead: ({ from, to }, open) => `${from} – ${to}: working time, another ${open}`,
    closed: ({ from, to }) => `${from} – ${to}: closed, nothing is counted`,
    paused: {
      suspended: ({ from, to }, open) => `${from} – ${to}: paused while we waited for the customer; ${open} of working time not counted`,
      awaiting_confirmation: ({ from, to }, open) => `${from} – ${to}: the customer was checking the result; ${open} of working time not counted`,
    },
    pausedStill: (from, open) => `Since ${from}: paused, waiting for the customer; ${open} of working time not counted so far`,
    promised: {
      received: ({ at, due }) => `${at}: ticket received, due ${due}`,
      triaged: ({ at, due }) => `${at}: category set, due ${due}`,
      changed: ({ at, due }) => `${at}: circumstances changed and so did the category; due ${due}`,
      corrected: ({ at, due }) => `${at}: category corrected, due ${due}`,
      resumed: ({ at, due }) => `${at}: the customer answered and work went on; now due ${due}`,
      disputed: ({ at, due }) => `${at}: the customer said the problem remains; due ${due}`,
      revised: ({ at, due }) => `${at}: deadline revised, the customer was told; now due ${due}`,
      merged: ({ at, due }) => `${at}: a duplicate was merged, due ${due}`,
      reported: ({ at, due }) => `${at}: result reported, due ${due}`,
      suspended: ({ at }) => `${at}: work suspended; the deadline returns when the customer answers`,
    },
    ended: (at) => `${at}: counting ended`,
    remains: (open) => `${open} of working time left`,
    due: (at) => `Due: ${at}`,
    dueMissed: (at) => `Due: ${at}. The breach is on record`,
    dueAbsent: 'The deadline returns when the customer answers',
  },
}
