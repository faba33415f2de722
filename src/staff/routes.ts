/** Doors of staff: who am I, coming in and out, welcome links, members. Their permissions stand in `http/register.ts`. */
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { permissionsOf } from '../auth/permissions.ts'
import type { SignIn, Visit } from '../auth/actions/sign-in.ts'
import { whoOf } from '../auth/who.ts'
import type { Who } from '../auth/who.ts'
import type { App } from '../lib/app.ts'
import type { Bell } from '../lib/bell.ts'
import type { Db } from '../lib/db.ts'
import { Refusal } from '../lib/errors.ts'
import type { Time } from '../lib/time.ts'
import { id, wireInstant } from '../lib/wire.ts'
import { chooseLanguage } from '../words/choose.ts'
import { staff as english } from '../words/en/staff.ts'
import { staff as russian } from '../words/ru/staff.ts'
import { changeMyself, changeStaff } from './actions/members.ts'
import { changePassword, makeResetLink, resetPassword } from './actions/passwords.ts'
import { ensurePracticeAdmin, recordPracticeEntry } from './actions/practice.ts'
import type { PracticeDoor } from './actions/practice.ts'
import { signInByPassword, signOut } from './actions/sessions.ts'
import { invite, join, readLink, withdrawInvitation } from './actions/welcome.ts'
import type { LinkToGive } from './actions/welcome.ts'
import { invitationList, invite as inviteShape, invited, me, member, memberChanges, memberList, myChanges, passwordChange, resetLink, signIn as signInShape, welcome, welcomeInfo } from './api.ts'
import type { Language, Me } from './api.ts'
import { findMember, listMembers, openInvitations } from './store.ts'

export type StaffHouse = {
  db: Db
  time: Time
  bell: Bell
  signIn: SignIn
  practiceDoor: PracticeDoor | null
  config: { publicUrl: string | undefined; practice: boolean; practiceChat: string | null; practiceMail: string | null }
}

/** Rings with the id of a member whose rights or sessions changed: open sessions are looked at again. */
export const staffTopic = 'staff'

/** Guards the costly work (scrypt) of doors where passwords and links are tried; per address. */
const strangers = { rateLimit: { max: 30, timeWindow: '1 minute' } }
const token = z.object({ token: z.string().min(8).max(100) })

export function staffRoutes(app: App, house: StaffHouse): void {
  const { db, time, bell, signIn, config } = house
  const meOf = ({ id, name, email, role, language }: Who): Me => ({ id, name, email, role, language, active: true, practice: config.practice, practiceChat: config.practiceChat, practiceMail: config.practiceMail, may: permissionsOf(role) })
  const whole = ({ path, expiresAt }: LinkToGive, { protocol, host }: FastifyRequest) => ({ link: `${config.publicUrl ?? `${protocol}://${host}`}${path}`, expiresAt: wireInstant(expiresAt) })
  const memberById = async (memberId: string): Promise<Who> => {
    const found = await findMember(db, memberId)
    if (found === null) throw new Refusal('not_found')
    return found
  }

  app.route({ method: 'GET', url: '/api/me', schema: { response: { 200: me } }, handler: request => meOf(whoOf(request)) })

  app.route({
    method: 'PATCH', url: '/api/me', schema: { body: myChanges, response: { 200: me } },
    handler: async request => {
      const changed = await changeMyself(db, whoOf(request), request.body, time.now())
      bell.ring(staffTopic, changed.id)
      return meOf(changed)
    },
  })

  app.route({
    method: 'POST', url: '/api/me/password', config: strangers, schema: { body: passwordChange, response: { 204: z.null() } },
    handler: async (request, reply) => {
      const who = whoOf(request)
      await changePassword(db, signIn, who, request.body, visitOf(request), time.now())
      bell.ring(staffTopic, who.id)
      return reply.status(204).send(null)
    },
  })

  app.route({
    method: 'POST', url: '/api/auth/sign-in/email', config: strangers, schema: { body: signInShape, response: { 200: me } },
    handler: async (request, reply) => {
      const { userId, cookies } = await signInByPassword(db, signIn, request.body, visitOf(request), time.now())
      reply.header('set-cookie', cookies)
      return meOf(await memberById(userId))
    },
  })

  app.route({
    method: 'POST', url: '/api/auth/sign-out', schema: { response: { 204: z.null() } },
    handler: async (request, reply) => {
      const who = whoOf(request)
      reply.header('set-cookie', await signOut(db, signIn, who, visitOf(request), time.now()))
      bell.ring(staffTopic, who.id)
      return reply.status(204).send(null)
    },
  })

  app.route({
    method: 'GET', url: '/api/welcome/:token', config: strangers, schema: { params: token, response: { 200: welcomeInfo } },
    handler: async request => {
      const { kind, email, name, role } = await readLink(db, request.params.token, time.now())
      return { kind, email, name, role }
    },
  })

  app.route({
    method: 'POST', url: '/api/welcome/:token', config: strangers, schema: { params: token, body: welcome, response: { 200: me } },
    handler: async (request, reply) => {
      const { params: { token: secret }, body: { name, email, password } } = request
      const language = chooseLanguage(request.headers['accept-language'])
      // First the cheap look, so that a spent link costs no hash.
      const { kind } = await readLink(db, secret, time.now())
      let memberId: string
      if (kind === 'reset') {
        memberId = await resetPassword(db, secret, await signIn.hashPassword(password), time.now())
        bell.ring(staffTopic, memberId)
      } else {
        if (name === undefined || email === undefined) throw new Refusal('bad_request', { field: name === undefined ? 'name' : 'email', what: wordsIn(language).whoIsMissing })
        memberId = await join(db, secret, { name, email, passwordHash: await signIn.hashPassword(password), language }, time.now())
      }
      const { cookies } = await signIn.enter(memberId, visitOf(request))
      reply.header('set-cookie', cookies)
      return meOf(await memberById(memberId))
    },
  })

  app.route({
    method: 'GET', url: '/api/staff', schema: { querystring: z.object({ all: z.enum(['true', 'false']).default('false') }), response: { 200: memberList } },
    handler: request => listMembers(db, { all: request.query.all === 'true' }),
  })

  app.route({
    method: 'PATCH', url: '/api/staff/:id', schema: { params: z.object({ id }), body: memberChanges, response: { 200: member } },
    handler: async request => {
      const changed = await changeStaff(db, request.params.id, request.body, whoOf(request), time.now())
      bell.ring(staffTopic, changed.id)
      return changed
    },
  })

  app.route({
    method: 'POST', url: '/api/staff/invitations', schema: { body: inviteShape, response: { 201: invited } },
    handler: async (request, reply) => {
      const link = await invite(db, request.body, whoOf(request), time.now())
      return reply.status(201).send(whole(link, request))
    },
  })

  app.route({
    method: 'POST', url: '/api/staff/:id/reset-link', schema: { params: z.object({ id }), response: { 201: resetLink } },
    handler: async (request, reply) => {
      const link = await makeResetLink(db, request.params.id, whoOf(request), time.now())
      return reply.status(201).send(whole(link, request))
    },
  })

  app.route({
    method: 'GET', url: '/api/staff/invitations', schema: { response: { 200: invitationList } },
    handler: async () => (await openInvitations(db)).map(link => (
      { id: link.id, email: link.email ?? '', name: link.name ?? '', role: link.role, expiresAt: wireInstant(link.expiresAt), expired: link.expiresAt <= time.now() })),
  })

  app.route({
    method: 'DELETE', url: '/api/staff/invitations/:id', schema: { params: z.object({ id }), response: { 204: z.null() } },
    handler: async (request, reply) => {
      await withdrawInvitation(db, request.params.id, whoOf(request), time.now())
      return reply.status(204).send(null)
    },
  })

  const { practiceDoor } = house
  if (practiceDoor !== null) practiceRoute(app, { db, time, signIn, practiceDoor })
}

/** `GET /enter/:token`: the newcomer of practice mode comes in and stands in the workspace. */
function practiceRoute(app: App, { db, time, signIn, practiceDoor }: Pick<StaffHouse, 'db' | 'time' | 'signIn'> & { practiceDoor: PracticeDoor }): void {
  app.route({
    method: 'GET', url: '/enter/:token', config: strangers, schema: { params: token, hide: true },
    handler: async (request, reply) => {
      const language = chooseLanguage(request.headers['accept-language'])
      const words = wordsIn(language)
      if (!practiceDoor.opensTo(request.params.token)) return reply.status(410).type('text/plain; charset=utf-8').send(words.oldPracticeLink)
      const memberId = await ensurePracticeAdmin(db, words.practiceAdmin, language, time.now())
      const { cookies } = await signIn.enter(memberId, visitOf(request))
      await recordPracticeEntry(db, memberId, time.now())
      await practiceDoor.arrived()
      return reply.header('set-cookie', cookies).header('referrer-policy', 'no-referrer').redirect('/', 303)
    },
  })
}

const wordsIn = (language: Language): typeof russian => (language === 'ru' ? russian : english)
const visitOf = (request: FastifyRequest): Visit => ({ address: request.ip, agent: request.headers['user-agent'], cookies: request.headers.cookie })
