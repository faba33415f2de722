import { z } from 'zod'
import { id, instant, limits, text } from '../lib/wire.ts'

export const pointRoles = ['named', 'staff', 'manager', 'owner'] as const

export const pointCard = z.object({
  id, name: z.string(), address: z.string(), company: z.object({ id, name: z.string() }).nullable(),
  timeZone: z.string(), softwareVersion: z.string(), note: z.string(),
  /** Deep links that carry the point, one per channel that has such links (the QR at the till). */
  links: z.array(z.object({ channelId: z.string(), url: z.string() })),
})
export type PointCard = z.infer<typeof pointCard>

export const addressCard = z.object({
  id, channelId: z.string(), externalId: z.string(), display: z.string(), verified: z.string(),
  undeliverableSince: instant.nullable(), undeliverableReason: z.string().nullable(),
})

export const contactCard = z.object({
  id, name: z.string(), position: z.string(), phone: z.string().nullable(), /** Dialled after the number is answered. */ extension: z.string().nullable(), language: z.enum(['ru', 'en']),
  company: z.object({ id, name: z.string() }).nullable(),
  addresses: z.array(addressCard),
  points: z.array(z.object({ id, name: z.string(), role: z.enum(pointRoles) })),
})
export type ContactCard = z.infer<typeof contactCard>

/** `GET /api/points?words=` (name, sound, street, company, phone or name of who belongs there or called): at most 20, best first. `GET /api/contacts?words=` likewise (name, phone). */
export const pointFound = z.object({ id, name: z.string(), address: z.string(), company: z.string().nullable() })
export const contactFound = z.object({ id, name: z.string(), phone: z.string().nullable(), position: z.string(), point: pointFound.nullable() })
/** Who called or wrote about the point last. */
export const lastCaller = z.object({ id, name: z.string(), phone: z.string().nullable(), at: instant })
export const pointsFound = z.array(pointFound.extend({ lastCaller: lastCaller.nullable() }))
export const contactsFound = z.array(contactFound)
export const words = z.object({ words: z.string().max(limits.searchWords).default('') })

/** `POST /api/points`, `PATCH /api/points/:id`, `PATCH /api/contacts/:id`, `PUT /api/contacts/:id/points/:pointId` {role}. */
export const pointChanges = z.object({
  name: text(limits.name).optional(), address: z.string().trim().max(500).optional(), companyName: z.string().trim().max(limits.name).optional(),
  timeZone: z.string().max(64).optional(), softwareVersion: z.string().trim().max(100).optional(), note: z.string().trim().max(4000).optional(),
  /** Put away: offered to nobody, its tickets stay. */
  archived: z.boolean().optional(),
})
export const newPoint = pointChanges.omit({ archived: true }).extend({ name: text(limits.name) })
export const contactChanges = z.object({
  name: z.string().trim().max(limits.name).optional(), position: z.string().trim().max(200).optional(),
  phone: z.string().trim().max(40).nullable().optional(), language: z.enum(['ru', 'en']).optional(),
})
export const roleChange = z.object({ role: z.enum(pointRoles) })

/** `GET /api/points/list`: the points in the order of their names, a page at a time; with `words` the best hundred and no further page. */
export const pointsQuery = z.object({
  words: z.string().max(limits.searchWords).default(''), company: id.optional(), archived: z.enum(['true', 'false']).default('false').transform(value => value === 'true'), after: z.string().max(500).optional(),
})
export const pointLine = z.object({
  id, name: z.string(), address: z.string(), company: z.object({ id, name: z.string() }).nullable(), softwareVersion: z.string(), archivedAt: instant.nullable(), people: z.number(), lastCaller: lastCaller.nullable(),
})
export type PointLine = z.infer<typeof pointLine>
export const pointLines = z.object({ rows: z.array(pointLine), next: z.string().nullable() })
export type PointLines = z.infer<typeof pointLines>

/** `GET /api/companies?words=`: at most 20. */
export const companiesFound = z.array(z.object({ id, name: z.string(), points: z.number() }))

/** `GET /api/points/:id/passport`: who belongs there and may decide, and what happened there lately. */
export const pointPassport = z.object({
  externalId: z.string().nullable(), archivedAt: instant.nullable(),
  people: z.array(z.object({ id, name: z.string(), position: z.string(), phone: z.string().nullable(), role: z.enum(pointRoles), /** Channels he writes in. */ writes: z.array(z.string()) })),
  tickets: z.array(z.object({ number: z.number(), subject: z.string(), state: z.string(), category: z.number().nullable(), receivedAt: instant, contact: z.string().nullable() })),
})
export type PointPassport = z.infer<typeof pointPassport>

/** `GET /api/points/qr-sheet.pdf`: one page a point; `ids` with commas between them, or those of a company, or all. `part`: the first five hundred are 1; without it all of them have to fit. */
export const sheetPoints = 500
export const sheetQuery = z.object({
  ids: z.string().max(sheetPoints * 37).optional().transform(value => value?.split(',')).pipe(z.array(id).min(1).max(sheetPoints).optional()),
  company: id.optional(), all: z.enum(['true']).optional(), channel: z.string().max(60).optional(), language: z.enum(['ru', 'en']).default('ru'), part: z.coerce.number().int().min(1).max(10_000).optional(),
}).refine(({ ids, company, all }) => [ids, company, all].filter(given => given !== undefined).length === 1)

/** `GET /api/points/qr-sheets?company=` (without it: all): in how many files they come, and which points each begins and ends with. Refuses what the file itself would refuse. */
export const sheetsQuery = z.object({ company: id.optional() })
export const sheets = z.object({ parts: z.array(z.object({ part: z.number(), count: z.number(), first: z.string(), last: z.string() })) })
export type Sheets = z.infer<typeof sheets>
