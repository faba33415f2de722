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

/** `GET /api/points?words=`: at most 20, best first. `GET /api/contacts?words=` likewise (name, phone). */
export const pointFound = z.object({ id, name: z.string(), address: z.string(), company: z.string().nullable() })
export const contactFound = z.object({ id, name: z.string(), phone: z.string().nullable(), position: z.string(), point: pointFound.nullable() })
export const pointsFound = z.array(pointFound)
export const contactsFound = z.array(contactFound)
export const words = z.object({ words: z.string().max(limits.searchWords).default('') })

/** `POST /api/points`, `PATCH /api/points/:id`, `PATCH /api/contacts/:id`, `PUT /api/contacts/:id/points/:pointId` {role}. */
export const pointChanges = z.object({
  name: text(limits.name).optional(), address: z.string().trim().max(500).optional(), companyName: z.string().trim().max(limits.name).optional(),
  timeZone: z.string().max(64).optional(), softwareVersion: z.string().trim().max(100).optional(), note: z.string().trim().max(4000).optional(),
})
export const newPoint = pointChanges.extend({ name: text(limits.name) })
export const contactChanges = z.object({
  name: z.string().trim().max(limits.name).optional(), position: z.string().trim().max(200).optional(),
  phone: z.string().trim().max(40).nullable().optional(), language: z.enum(['ru', 'en']).optional(),
})
export const roleChange = z.object({ role: z.enum(pointRoles) })
