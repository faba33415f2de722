/** SQL of the people who work here and of the links by which they come. */
import { sql } from 'kysely'
import { stamp } from '../lib/db.ts'
import type { Db } from '../lib/db.ts'
import type { Instant } from '../lib/instant.ts'
import type { Who } from '../auth/who.ts'
import type { Language, Member, Role } from './api.ts'

const columns = ['id', 'name', 'email', 'role', 'active'] as const
const asMember = (row: { id: string; name: string; email: string; role: string; active: boolean }): Member => ({ ...row, role: row.role as Role })

/** Active members by name; `all`: former ones too, after the active. */
export async function listMembers(db: Db, { all }: { all: boolean }): Promise<Member[]> {
  let query = db.selectFrom('staff').select(columns).orderBy('active', 'desc').orderBy(sql`name collate "ru-x-icu"`).orderBy('id')
  if (!all) query = query.where('active', '=', true)
  return (await query.execute()).map(asMember)
}

/** `lock`: nobody changes the member until the transaction ends. */
export async function findMember(db: Db, id: string, { lock = false } = {}): Promise<(Member & { language: Language; practice: boolean }) | null> {
  let query = db.selectFrom('staff').select([...columns, 'language', 'practice']).where('id', '=', id)
  if (lock) query = query.forNoKeyUpdate()
  const row = await query.executeTakeFirst()
  return row ? { ...asMember(row), language: row.language as Language, practice: row.practice } : null
}

export async function emailTaken(db: Db, email: string): Promise<boolean> {
  return (await db.selectFrom('staff').select('id').where('email', '=', email).executeTakeFirst()) !== undefined
}

export type SessionOwner = Who & { sessionExpiresAt: Instant }

/** The active member whose session has this token and has not ended at `now`. Members of practice exist only while `practice` is on. */
export async function memberOfSession(db: Db, token: string, now: Instant, practice: boolean): Promise<SessionOwner | null> {
  let query = db.selectFrom('authSessions').innerJoin('staff', 'staff.id', 'authSessions.userId')
    .select(['staff.id', 'staff.name', 'staff.email', 'staff.role', 'staff.language', 'staff.practice', 'authSessions.expiresAt'])
    .where('authSessions.token', '=', token).where('authSessions.expiresAt', '>', sql<number>`${stamp(now)}`).where('staff.active', '=', true)
  if (!practice) query = query.where('staff.practice', '=', false)
  const row = await query.executeTakeFirst()
  if (!row) return null
  const { expiresAt, role, language, ...rest } = row
  return { ...rest, role: role as Role, language: language as Language, sessionExpiresAt: expiresAt }
}

/** May this person begin a session? */
export async function mayEnter(db: Db, id: string, practice: boolean): Promise<boolean> {
  const row = await db.selectFrom('staff').select(['active', 'practice']).where('id', '=', id).executeTakeFirst()
  return row !== undefined && row.active && (practice || !row.practice)
}

export async function addMember(db: Db, member: { id: string; name: string; email: string; role: Role; language: Language; practice: boolean; at: Instant }): Promise<void> {
  const { at, ...rest } = member
  await db.insertInto('staff').values({ ...rest, createdAt: stamp(at) }).execute()
}

export async function changeMember(db: Db, id: string, changes: { name?: string; role?: Role; active?: boolean; language?: Language }): Promise<void> {
  if (Object.keys(changes).length === 0) return
  await db.updateTable('staff').set(changes).where('id', '=', id).execute()
}

/** Ids of all active admins; locks their rows (not their keys: links may name them meanwhile), so that two admins cannot resign at once. `practice` false: without the practice admin. */
export async function lockAdmins(db: Db, { practice }: { practice: boolean }): Promise<string[]> {
  let query = db.selectFrom('staff').select('id').where('role', '=', 'admin').where('active', '=', true).orderBy('id').forNoKeyUpdate()
  if (!practice) query = query.where('practice', '=', false)
  return (await query.execute()).map(row => row.id)
}

export async function anyAdmin(db: Db): Promise<boolean> {
  const row = await db.selectFrom('staff').select('id').where('role', '=', 'admin').where('active', '=', true).where('practice', '=', false).limit(1).executeTakeFirst()
  return row !== undefined
}

/** The active admins who have a password, by e-mail. */
export async function listAdmins(db: Db): Promise<Member[]> {
  return (await db.selectFrom('staff').select(columns).where('role', '=', 'admin').where('active', '=', true).where('practice', '=', false).orderBy('email').execute()).map(asMember)
}

export async function practiceAdmin(db: Db): Promise<string | null> {
  return (await db.selectFrom('staff').select('id').where('practice', '=', true).executeTakeFirst())?.id ?? null
}

type Link = { id: string; kind: 'first_admin' | 'invitation' | 'reset'; email: string | null; name: string | null; expiresAt: Instant; usedAt: Instant | null }
/** `reset`: a new password for the member `memberId`, whose e-mail, name and role these are now. Else the person is yet to come. */
export type WelcomeLink = Link & { role: Role; memberId: string | null }
type NewLink = Omit<Link, 'usedAt'> & ({ kind: 'first_admin' | 'invitation'; role: Role } | { kind: 'reset'; memberId: string })

export async function addLink(db: Db, link: NewLink & { tokenHash: Buffer; createdBy: string | null; createdAt: Instant }): Promise<void> {
  const { createdAt, expiresAt, ...rest } = link
  await db.insertInto('welcomeLinks').values({ ...rest, createdAt: stamp(createdAt), expiresAt: stamp(expiresAt) }).execute()
}

const links = (db: Db) => db.selectFrom('welcomeLinks as link').leftJoin('staff as member', 'member.id', 'link.memberId')
  .select(({ fn }) => [
    'link.id', 'link.kind', 'link.memberId', 'link.expiresAt', 'link.usedAt',
    fn.coalesce('member.email', 'link.email').as('email'), fn.coalesce('member.name', 'link.name').as('name'), fn.coalesce('member.role', 'link.role').as('role'),
  ])
const asLink = (row: Omit<WelcomeLink, 'kind' | 'role'> & { kind: string; role: string | null }): WelcomeLink => ({ ...row, kind: row.kind as WelcomeLink['kind'], role: row.role as Role })

export async function findLink(db: Db, tokenHash: Buffer): Promise<WelcomeLink | null> {
  const row = await links(db).where('link.tokenHash', '=', tokenHash).executeTakeFirst()
  return row ? asLink(row) : null
}

/** Locks a link; for the kind `first_admin` all of that kind, because only one of them may ever be used. */
export async function lockLink(db: Db, tokenHash: Buffer): Promise<WelcomeLink | null> {
  await db.selectFrom('welcomeLinks').select('id')
    .where(eb => eb.or([eb('tokenHash', '=', tokenHash), eb('kind', '=', 'first_admin')])).orderBy('id').forUpdate().execute()
  return findLink(db, tokenHash)
}

export async function spendLink(db: Db, id: string, usedBy: string, at: Instant): Promise<void> {
  await db.updateTable('welcomeLinks').set({ usedAt: stamp(at), usedBy }).where('id', '=', id).execute()
}

/** Ends links that nobody used: those to the first admin, invitations by e-mail or id, the link by which a member sets a new password. */
export async function withdrawLinks(db: Db, which: { kind: 'first_admin' } | { email: string } | { memberId: string } | { id: string }): Promise<number> {
  let query = db.deleteFrom('welcomeLinks').where('usedAt', 'is', null)
  if ('kind' in which) query = query.where('kind', '=', which.kind)
  else if ('email' in which) query = query.where('email', '=', which.email)
  else if ('memberId' in which) query = query.where('memberId', '=', which.memberId)
  else query = query.where('id', '=', which.id).where('kind', '=', 'invitation')
  return Number((await query.executeTakeFirst()).numDeletedRows)
}

/** Forgets links to the first admin that nobody used in time: each start of an empty desk makes one. */
export async function dropExpiredFirstLinks(db: Db, now: Instant): Promise<void> {
  await db.deleteFrom('welcomeLinks').where('kind', '=', 'first_admin').where('usedAt', 'is', null).where('expiresAt', '<=', sql<number>`${stamp(now)}`).execute()
}

export async function openInvitations(db: Db): Promise<WelcomeLink[]> {
  const rows = await links(db).where('link.kind', '=', 'invitation').where('link.usedAt', 'is', null).orderBy('link.expiresAt', 'desc').limit(200).execute()
  return rows.map(asLink)
}
