import { z } from 'zod'
import { id, instant } from '../lib/wire.ts'
import { category, state } from '../tickets/api.ts'
import { ledgerReasons, standings } from './row.ts'
import { delayReasons } from '../regulation/signals.ts'

/** Shapes of the doors of the reports. Lengths are milliseconds of service time. */

/** Bounds of what is asked for and given. `bookRows`: rows of one workbook. `listed`: companies and points named on the page. */
export const reportLimits = { page: 50, listed: 50, bookRows: 100_000, figure: 120 } as const

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/)
/** `language`: of the words; without it the reader's own. */
export const monthQuery = z.object({ month, company: z.union([z.literal('all'), id]).default('all'), language: z.enum(['ru', 'en']).optional() })
/** `at`: as of when the report was made whose figure is opened; `after`: how many of its tickets have been seen. */
export const behindQuery = monthQuery.extend({ figure: z.string().min(1).max(reportLimits.figure), at: instant, after: z.coerce.number().int().min(0).max(10_000_000).default(0) })

const named = z.object({ id: z.string(), name: z.string() })
export const companies = z.object({ companies: z.array(named), current: month, zone: z.string() })

const perClock = <T extends z.ZodType>(shape: T) => z.object({ triage: shape, reaction: shape, result: shape })

/** `GET /api/reports/month`. `figures`: by the keys of `figures.ts`. */
export const monthReport = z.object({
  month, zone: z.string(), from: instant, to: instant, madeAt: instant, company: named.nullable(),
  sentences: z.array(z.array(z.object({ text: z.string(), figure: z.string().nullable() }))),
  figures: z.record(z.string(), z.number()),
  pauses: z.object({ count: z.number(), open: z.number() }),
  /** Half of the clocks ended within this time; null while none has ended. */
  usual: perClock(z.number().nullable()),
  names: z.object({ topics: z.record(z.string(), z.string()), companies: z.record(z.string(), z.string()), points: z.record(z.string(), z.string()), specialists: z.record(z.string(), z.string()) }),
  outages: z.array(z.object({ number: z.number(), title: z.string(), from: instant, to: instant.nullable() })),
})
export type MonthReport = z.infer<typeof monthReport>

/** One ticket behind a figure. */
export const behindRow = z.object({
  number: z.number(), cycle: z.number(), subject: z.string(), point: named.nullable(), company: named.nullable(), category: category.nullable(), state, receivedAt: instant,
  clocks: perClock(z.object({ standing: z.enum(standings), overBy: z.number(), reason: z.enum([...delayReasons, ...ledgerReasons]).nullable() }).nullable()),
})
export type BehindRow = z.infer<typeof behindRow>
/** `GET /api/reports/month/tickets`: `next` is the `after` of the following page, null at the end. */
export const behindPage = z.object({ total: z.number(), rows: z.array(behindRow), next: z.number().nullable() })
export type BehindPage = z.infer<typeof behindPage>
