/** Welcome links: how people come to work here. The token is in the link only; we keep its hash. */
import { createHash } from 'node:crypto'
import { record } from '../../audit/store.ts'
import { addUser } from '../../auth/store.ts'
import type { Who } from '../../auth/who.ts'
import { isDuplicate, tx } from '../../lib/db.ts'
import type { Db } from '../../lib/db.ts'
import { Refusal } from '../../lib/errors.ts'
import { newId, newToken } from '../../lib/ids.ts'
import { day } from '../../lib/instant.ts'
import type { Instant } from '../../lib/instant.ts'
import type { Time } from '../../lib/time.ts'
import type { Language, Role } from '../api.ts'
import { addLink, addMember, anyAdmin, dropExpiredFirstLinks, emailTaken, findLink, lockLink, spendLink, withdrawLinks } from '../store.ts'
import type { WelcomeLink } from '../store.ts'

const linkLasts = 7 * day
export const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest()
export const welcomePath = (token: string): string => `/welcome/${token}`

/** A one-time link to hand over: its path, to be put behind the address of the desk. */
export type LinkToGive = { path: string; expiresAt: Instant }

/** A link that makes its first user the admin; null when the desk has one. Each call gives a new link, earlier ones hold too until one is used. */
export async function firstAdminLink(db: Db, time: Time): Promise<LinkToGive | null> {
  if (await anyAdmin(db)) return null
  const token = newToken(24)
  const now = time.now()
  await dropExpiredFirstLinks(db, now)
  await addLink(db, { id: newId(), tokenHash: hashOf(token), kind: 'first_admin', email: null, name: null, role: 'admin', createdBy: null, createdAt: now, expiresAt: now + linkLasts })
  return { path: welcomePath(token), expiresAt: now + linkLasts }
}

export const ensureFirstAdminLink = async (db: Db, time: Time): Promise<string | null> => (await firstAdminLink(db, time))?.path ?? null

/** Invites a person: a one-time link to hand over. An earlier invitation to the same e-mail ends. Throws `already_exists`. */
export async function invite(db: Db, person: { email: string; name: string; role: Role }, by: Who, now: Instant): Promise<LinkToGive> {
  const email = person.email.toLowerCase()
  const token = newToken(24)
  const expiresAt = now + linkLasts
  await tx(db, async tx => {
    if (await emailTaken(tx, email)) throw new Refusal('already_exists')
    await withdrawLinks(tx, { email })
    const id = newId()
    await addLink(tx, { id, tokenHash: hashOf(token), kind: 'invitation', email, name: person.name, role: person.role, createdBy: by.id, createdAt: now, expiresAt })
    await record(tx, { at: now, actor: by.id, act: 'invited', subject: id, details: { role: person.role } })
  })
  return { path: welcomePath(token), expiresAt }
}

/** Ends an invitation that was not used. Throws `not_found`. */
export async function withdrawInvitation(db: Db, id: string, by: Who, now: Instant): Promise<void> {
  await tx(db, async tx => {
    if ((await withdrawLinks(tx, { id })) === 0) throw new Refusal('not_found')
    await record(tx, { at: now, actor: by.id, act: 'invitation_withdrawn', subject: id })
  })
}

/** What a link is for. Throws `not_found` or `link_spent`. */
export async function readLink(db: Db, token: string, now: Instant): Promise<WelcomeLink> {
  return usable(await findLink(db, hashOf(token)), now)
}

/**
 * Uses a link of a newcomer: makes the member. `passwordHash` is made before, outside the transaction. An invited person keeps the invited e-mail.
 * Throws `not_found`, `link_spent`, `already_exists`.
 */
export async function join(db: Db, token: string, person: { name: string; email: string; passwordHash: string; language: Language }, now: Instant): Promise<string> {
  const id = newId()
  try {
    return await tx(db, async tx => {
      const link = usable(await lockLink(tx, hashOf(token)), now)
      if (link.kind === 'reset' || (link.kind === 'first_admin' && (await anyAdmin(tx)))) throw new Refusal('link_spent')
      const email = (link.email ?? person.email).toLowerCase()
      await addUser(tx, { id, name: person.name, email, passwordHash: person.passwordHash, at: now })
      await addMember(tx, { id, name: person.name, email, role: link.role, language: person.language, practice: false, at: now })
      await spendLink(tx, link.id, id, now)
      if (link.kind === 'first_admin') await withdrawLinks(tx, { kind: 'first_admin' })
      await record(tx, { at: now, actor: id, act: link.kind === 'first_admin' ? 'first_admin_set_up' : 'joined', subject: id, details: { link: link.id, role: link.role } })
      return id
    })
  } catch (error) {
    if (isDuplicate(error)) throw new Refusal('already_exists')
    throw error
  }
}

export function usable(link: WelcomeLink | null, now: Instant): WelcomeLink {
  if (link === null) throw new Refusal('not_found')
  if (link.usedAt !== null || link.expiresAt <= now) throw new Refusal('link_spent')
  return link
}
