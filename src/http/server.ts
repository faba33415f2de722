/** Builds the server of a house: the register at every door, the one error exit, the rooms. It does not listen yet. */
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import swagger from '@fastify/swagger'
import fastify, { LogController } from 'fastify'
import type { FastifyBaseLogger } from 'fastify'
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod'
import type { ZodTypeProvider } from 'fastify-type-provider-zod'
import type { App } from '../lib/app.ts'
import { Refusal } from '../lib/errors.ts'
import { newToken } from '../lib/ids.ts'
import { minute, second } from '../lib/instant.ts'
import { storable } from '../lib/text.ts'
import { limits } from '../lib/wire.ts'
import { staffRoutes } from '../staff/routes.ts'
import { refusalOf, refuse } from './exit.ts'
import type { House, Room } from './house.ts'
import { hearLive } from './live-bridge.ts'
import { doorOf, register } from './register.ts'
import type { Door } from './register.ts'
import { healthRoute } from './routes/health.ts'
import { liveRoute } from './routes/live.ts'
import { practiceClockRoute } from './routes/practice-clock.ts'
import { staticRoutes } from './routes/static.ts'
import { passDoor } from './session.ts'

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Given by the register. */
    door?: Door
  }
  interface FastifyInstance {
    /** `METHOD /address` of every route, for the test of the register. */
    doors: Set<string>
  }
}

/** The same value with every string storable; only plain JSON is looked into. */
function storableIn<T>(value: T): T {
  if (typeof value === 'string') return storable(value) as T
  if (Array.isArray(value)) return value.map(storableIn) as T
  const proto: unknown = typeof value === 'object' && value !== null ? Object.getPrototypeOf(value) : undefined
  if (proto !== Object.prototype && proto !== null) return value
  return Object.fromEntries(Object.entries(value as object).map(([name, part]) => [name, storableIn(part)])) as T
}

const beatEvery = 10 * second
const bodyBytes = 1024 * 1024

export async function buildServer(house: House, rooms: readonly Room[] = []): Promise<App> {
  const { config, log } = house
  const app: App = fastify({
    loggerInstance: log as FastifyBaseLogger,
    // Addresses may hold tokens: our own line below names the route instead.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => newToken(9),
    requestIdHeader: false,
    // One proxy of the operator's own: what it was told by others in X-Forwarded-For counts for nothing.
    trustProxy: config.trustProxy && ((_address, hop) => hop === 0),
    bodyLimit: bodyBytes,
    // 50 MB over a bad mobile line.
    requestTimeout: 15 * minute,
    frameworkErrors: (error, request, reply) => void refuse(request, reply, refusalOf(error, request, log)),
    routerOptions: { maxParamLength: 200 },
  }).withTypeProvider<ZodTypeProvider>()
  app.setValidatorCompiler(validatorCompiler)
  app.setSerializerCompiler(serializerCompiler)

  guardDoors(app, house)
  // What PostgreSQL cannot hold in text is taken out of whatever people and programs send, in one place.
  app.addHook('preValidation', async request => {
    request.body = storableIn(request.body)
    request.query = storableIn(request.query)
  })
  app.setErrorHandler((error, request, reply) => refuse(request, reply, refusalOf(error, request, log)))
  // The workspace takes its time from the answers: in practice it is that of a clock that people move.
  if (house.practiceHand !== null) app.addHook('onSend', async (_request, reply) => void reply.header('date', new Date(house.time.now()).toUTCString()))
  app.addHook('onResponse', async (request, reply) => {
    log.debug({ request: request.id, method: request.method, route: request.routeOptions.url ?? 'none', status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered')
  })

  await app.register(helmet, headersFor(config.publicUrl))
  await app.register(cookie)
  await app.register(rateLimit, { global: false, errorResponseBuilder: (_request, { ttl }) => new Refusal('too_many', { seconds: Math.max(1, Math.ceil(ttl / second)) }) })
  await app.register(multipart, { limits: { fileSize: limits.uploadBytes, files: limits.filesPerMessage, fields: 20, fieldSize: 64 * 1024, parts: limits.filesPerMessage + 20 } })
  await app.register(swagger, {
    openapi: { openapi: '3.1.0', info: { title: 'Reglament', version: house.health.version, description: 'The API of the support desk; the workspace is its first client.' } },
    transform: jsonSchemaTransform,
  })
  await app.register(async inner => {
    const doors = inner.withTypeProvider<ZodTypeProvider>()
    healthRoute(doors, house.health)
    doors.route({ method: 'GET', url: '/api/openapi.json', schema: { hide: true }, handler: () => app.swagger() })
    liveRoute(doors, house)
    staffRoutes(doors, house)
    practiceClockRoute(doors, house)
    for (const room of rooms) await room(doors)
  })
  await staticRoutes(app, house.webFolder)

  const deaf = hearLive(house.bell, house.hub)
  const beats = setInterval(() => house.hub.beat(), beatEvery)
  // Before the server waits for open answers: the streams are open answers that would never end.
  app.addHook('preClose', async () => {
    clearInterval(beats)
    deaf()
    house.hub.close()
    house.sessions.close()
  })
  await app.ready()
  return app
}

/** Every route must stand in the register; every request passes the door that it names, before its body is read. */
function guardDoors(app: App, house: House): void {
  app.decorate('doors', new Set<string>())
  app.decorateRequest('who', null)
  app.addHook('onRoute', route => {
    for (const method of [route.method].flat()) {
      const door = doorOf(method, route.url)
      if (door === null) throw new Error(`${method} ${route.url} does not stand in http/register.ts`)
      if (method !== 'HEAD') app.doors.add(`${method} ${route.url}`)
      route.config = { ...route.config, door }
    }
  })
  app.addHook('onRequest', async (request, reply) => {
    reply.header('x-request-id', request.id)
    const { door } = request.routeOptions.config
    // Unknown addresses have no door; their handler says so.
    if (door !== undefined) await passDoor(door, request, reply, house)
  })
}

/** Rows of the register that this server does not serve. */
export const unserved = (app: App): string[] => Object.keys(register).filter(key => !app.doors.has(key))

/** Everything from here and nothing inline, but for styles: Mantine writes its variables into a style element. */
function headersFor(publicUrl: string | undefined): Parameters<typeof helmet>[1] {
  const secure = publicUrl?.startsWith('https://') ?? false
  return {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"], scriptSrc: ["'self'"], scriptSrcAttr: ["'none'"], styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'], mediaSrc: ["'self'", 'blob:'], fontSrc: ["'self'"], connectSrc: ["'self'"], workerSrc: ["'self'"],
        objectSrc: ["'none'"], baseUri: ["'self'"], formAction: ["'self'"], frameAncestors: ["'self'"],
        ...(secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: secure,
    // Tokens of welcome links stand in addresses.
    referrerPolicy: { policy: 'same-origin' },
  }
}
