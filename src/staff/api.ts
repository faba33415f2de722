import { z } from 'zod'
import { id, limits, text } from '../lib/wire.ts'
import { roles } from '../auth/permissions.ts'
import type { Role } from '../auth/permissions.ts'

export { roles }
export type { Role }

export const languages = ['ru', 'en'] as const
export type Language = (typeof languages)[number]

export const member = z.object({ id, name: z.string(), email: z.string(), role: z.enum(roles), active: z.boolean() })
export type Member = z.infer<typeof member>

/** `GET /api/me`: who is signed in and what this person may do (permission names of `auth/permissions.ts`). */
export const me = member.extend({ language: z.enum(languages), practice: z.boolean(), /** The page where a newcomer plays the restaurant; in practice only. */ practiceChat: z.string().nullable(), /** The page where he writes and reads the restaurants' letters; in practice only. */ practiceMail: z.string().nullable(), may: z.array(z.string()) })
export type Me = z.infer<typeof me>

/** `GET /api/staff`: those whom a ticket can be assigned to, by name. */
export const memberList = z.array(member)
const newPassword = z.string().min(10).max(200)
/** `POST /api/me/password`: all other sessions of the person end (`wrong_password`, `no_password`, `too_many`). */
export const passwordChange = z.object({ current: z.string().min(1).max(200), next: newPassword })
/** `POST /api/staff/invitations` (admin): gives a one-time link to hand over by hand. */
export const invite = z.object({ email: z.email().max(320), name: text(limits.name), role: z.enum(roles) })
export const invited = z.object({ link: z.string(), expiresAt: z.string() })
/** `POST /api/staff/:id/reset-link` (admin): a one-time link by which this member sets a new password; an earlier one ends (`not_active`, `no_password`). */
export const resetLink = invited
/** `POST /api/welcome/:token`: the first admin or an invited member sets name and password; signs in. By a link of the kind `reset` only the password counts. */
export const welcome = z.object({ name: text(limits.name).optional(), email: z.email().max(320).optional(), password: newPassword })
/** `GET /api/welcome/:token`: what the link is for; `reset`: a new password for the member who is named. */
export const welcomeInfo = z.object({ kind: z.enum(['first_admin', 'invitation', 'reset']), email: z.string().nullable(), name: z.string().nullable(), role: z.enum(roles) })
/** `PATCH /api/me` and `PATCH /api/staff/:id` (admin). */
export const myChanges = z.object({ language: z.enum(languages).optional(), name: text(limits.name).optional() })
export const memberChanges = z.object({ role: z.enum(roles).optional(), active: z.boolean().optional(), name: text(limits.name).optional() })
/** `POST /api/auth/sign-in/email` (200 with `me` and a session cookie; `bad_credentials`, `too_many`), `POST /api/auth/sign-out` (204, no body). */
export const signIn = z.object({ email: z.string().trim().min(1).max(320), password: z.string().min(1).max(200) })
/** `GET /api/staff/invitations` (admin): links not used yet; the link itself is shown only once, when it is made. */
export const invitation = z.object({ id, email: z.string(), name: z.string(), role: z.enum(roles), expiresAt: z.string(), expired: z.boolean() })
export const invitationList = z.array(invitation)
