import { z } from 'zod'
import { id, instant, page } from '../lib/wire.ts'
import { category, clockName, person } from '../tickets/api.ts'
import { alarmKinds, endReasons } from './alarm.ts'

/** One alarm as the workspace shows it. `rings`: this member was told of it. */
export const alarmItem = z.object({
  id, kind: z.enum(alarmKinds), level: z.number(), raisedAt: instant, rings: z.boolean(),
  ticket: z.object({
    id, number: z.number(), subject: z.string(), category: category.nullable(), stopReported: z.boolean(), point: z.string().nullable(), contact: z.string().nullable(),
    owner: person.nullable(), waitsSince: instant,
  }).nullable(),
  /** `warning`. */
  due: z.object({ clock: clockName, at: instant, breached: z.boolean() }).nullable(),
  /** `incident`: what another room found, and where it stands. */
  found: z.object({ title: z.string(), text: z.string(), path: z.string() }).nullable(),
  ended: z.object({ at: instant, by: z.string().nullable(), reason: z.enum(endReasons) }).nullable(),
  /** Who was told, in order. */
  told: z.array(z.object({ name: z.string(), at: instant })),
})
export type AlarmItem = z.infer<typeof alarmItem>

/** All that waits for triage, once its time runs out; null before. `overdue`: how many are past their due. */
export const triageAlarm = z.object({ count: z.number(), overdue: z.number(), due: instant.nullable(), rings: z.boolean() })
export type TriageAlarm = z.infer<typeof triageAlarm>

/** `GET /api/alarms`: open alarms, the most pressing first; at most 200. */
export const openAlarms = z.object({ rows: z.array(alarmItem), triage: triageAlarm.nullable() })
export type OpenAlarms = z.infer<typeof openAlarms>

/** `GET /api/alarms/history?before=`: what ended, latest first. */
export const historyQuery = z.object({ before: z.string().max(80).optional() })
export const alarmHistory = page(alarmItem)

/** `POST /api/alarms/:id/take` makes the ticket mine, `POST /api/alarms/:id/ack` says that I have seen it. `over`: somebody was first. Refuses `not_found`. */
export const taking = z.object({ outcome: z.enum(['taken', 'seen', 'over']), by: z.string().nullable(), number: z.number().nullable() })
export type TakingAnswer = z.infer<typeof taking>

/** `GET /api/me/telegram`: the chat that I linked. `channels`: where one can be linked. */
export const myChat = z.object({
  chat: z.object({ channelId: z.string(), linkedAt: instant, name: z.string(), blocked: z.boolean() }).nullable(),
  canLink: z.boolean(),
})
export type MyChat = z.infer<typeof myChat>
/** `POST /api/me/telegram`: a one-time link for the next 15 minutes, also as a QR picture (SVG). Refuses `not_found` where no channel has such links. `DELETE /api/me/telegram` unlinks. */
export const chatLink = z.object({ url: z.string(), qr: z.string(), expiresAt: instant })
export type ChatLink = z.infer<typeof chatLink>
