import type { QueryClient } from '@tanstack/react-query'
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from '@tanstack/react-router'
import { Refused } from '../kit/api.ts'
import { SignIn } from '../rooms/auth/sign-in.tsx'
import { serviceQuery } from '../rooms/regulation/service-time.ts'
import { meQuery } from '../rooms/staff/me.ts'
import { countsQuery, isView, queueQuery, ticketQuery, type QueueView } from '../rooms/tickets/data.ts'
import { Broken, NotFound } from './broken.tsx'
import { Desk, NoTicket } from './desk.tsx'
import { Shell, ShellBones } from './shell.tsx'
import { defaultView } from './views.ts'

/** Every address of the workspace on one screen. */
const root = createRootRouteWithContext<{ client: QueryClient }>()({ component: Outlet, notFoundComponent: NotFound, errorComponent: Broken })

const signIn = createRoute({
  getParentRoute: () => root, path: '/sign-in', component: SignIn,
  // Only our own addresses: a link must not lead a signed-in person elsewhere.
  validateSearch: (search: Record<string, unknown>): { to?: string } => (typeof search['to'] === 'string' && /^\/(?![/\\])/.test(search['to']) ? { to: search['to'] } : {}),
})

const welcome = createRoute({ getParentRoute: () => root, path: '/welcome/$token', component: lazyRouteComponent(() => import('../rooms/auth/welcome.tsx'), 'Welcome') })

const shell = createRoute({
  getParentRoute: () => root, id: 'shell', component: Shell, pendingComponent: ShellBones, pendingMs: 0,
  beforeLoad: async ({ context: { client }, location }) => {
    // The calendar and the counters come at the same time as the person.
    void client.prefetchQuery(serviceQuery)
    void client.prefetchQuery(countsQuery)
    try {
      await client.ensureQueryData(meQuery)
    } catch (error) {
      if (error instanceof Refused && error.status === 401) throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { to: location.href } })
      throw error
    }
  },
})

const desk = createRoute({
  getParentRoute: () => shell, id: 'desk', component: Desk,
  validateSearch: (search: Record<string, unknown>): { view?: QueueView } => (isView(search['view']) && search['view'] !== defaultView ? { view: search['view'] } : {}),
  loaderDeps: ({ search }) => ({ view: search.view ?? defaultView }),
  loader: ({ context: { client }, deps }) => void client.prefetchInfiniteQuery(queueQuery(deps.view)),
})

const queue = createRoute({ getParentRoute: () => desk, path: '/', component: NoTicket })

const ticket = createRoute({
  getParentRoute: () => desk, path: '/tickets/$number',
  component: lazyRouteComponent(() => import('../rooms/tickets/ticket.tsx'), 'TicketScreen'),
  validateSearch: (search: Record<string, unknown>): { pane?: 'context' } => (search['pane'] === 'context' ? { pane: 'context' } : {}),
  params: { parse: ({ number }) => ({ number: Number(number) }), stringify: ({ number }) => ({ number: String(number) }) },
  loader: ({ context: { client }, params }) => void client.prefetchQuery({ ...ticketQuery(params.number), retry: false }),
})

const quarantine = createRoute({ getParentRoute: () => shell, path: '/quarantine', component: lazyRouteComponent(() => import('../rooms/intake/quarantine.tsx'), 'Quarantine') })
const aside = createRoute({ getParentRoute: () => shell, path: '/aside', component: lazyRouteComponent(() => import('../rooms/intake/aside.tsx'), 'AsidePageScreen') })
const topics = createRoute({
  getParentRoute: () => shell, path: '/topics', component: lazyRouteComponent(() => import('../rooms/competence/topics-page.tsx'), 'TopicsPage'),
  // A number comes out of the address as a number: 5.1.
  validateSearch: (search: Record<string, unknown>): { topic?: string } => (typeof search['topic'] === 'string' || typeof search['topic'] === 'number' ? { topic: String(search['topic']) } : {}),
})
const developments = createRoute({ getParentRoute: () => shell, path: '/developments', component: lazyRouteComponent(() => import('../rooms/releases/developments.tsx'), 'DevelopmentsPage') })
const development = createRoute({ getParentRoute: () => shell, path: '/developments/$id', component: lazyRouteComponent(() => import('../rooms/releases/development.tsx'), 'DevelopmentScreen') })
const judging = createRoute({ getParentRoute: () => shell, path: '/judging', component: lazyRouteComponent(() => import('../rooms/tickets/judging.tsx'), 'JudgingPage') })
const alarms = createRoute({ getParentRoute: () => shell, path: '/alarms', component: lazyRouteComponent(() => import('../rooms/alarms/alarms-page.tsx'), 'AlarmsPage') })
const incidents = createRoute({
  getParentRoute: () => shell, path: '/incidents', component: lazyRouteComponent(() => import('../rooms/incidents/incidents-page.tsx'), 'IncidentsPage'),
  validateSearch: (search: Record<string, unknown>): { open?: true; ticket?: number } => ({
    ...(search['open'] === true ? { open: true } : {}), ...(Number.isSafeInteger(search['ticket']) ? { ticket: search['ticket'] as number } : {}),
  }),
})
const incident = createRoute({ getParentRoute: () => shell, path: '/incidents/$id', component: lazyRouteComponent(() => import('../rooms/incidents/incident-page.tsx'), 'IncidentPage') })
const channels = createRoute({ getParentRoute: () => shell, path: '/channels', component: lazyRouteComponent(() => import('../rooms/channels/channels-page.tsx'), 'ChannelsPage') })
const staff = createRoute({ getParentRoute: () => shell, path: '/staff', component: lazyRouteComponent(() => import('../rooms/staff/staff-page.tsx'), 'StaffPage') })
const shift = createRoute({ getParentRoute: () => shell, path: '/shift', component: lazyRouteComponent(() => import('../rooms/shifts/shift-page.tsx'), 'ShiftPage') })
const roster = createRoute({ getParentRoute: () => shell, path: '/roster', component: lazyRouteComponent(() => import('../rooms/shifts/roster-page.tsx'), 'RosterPage') })

const reports = createRoute({
  getParentRoute: () => shell, path: '/reports', component: lazyRouteComponent(() => import('../rooms/reports/reports-page.tsx'), 'ReportsPage'),
  validateSearch: (search: Record<string, unknown>): { month?: string; company?: string } => ({
    ...(typeof search['month'] === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(search['month']) ? { month: search['month'] } : {}),
    ...(typeof search['company'] === 'string' && /^[0-9a-f-]{36}$/.test(search['company']) ? { company: search['company'] } : {}),
  }),
})

const points = createRoute({
  getParentRoute: () => shell, path: '/points', component: lazyRouteComponent(() => import('../rooms/contacts/points-page.tsx'), 'PointsPage'),
  validateSearch: (search: Record<string, unknown>): { point?: string } => (typeof search['point'] === 'string' && /^[0-9a-f-]{36}$/.test(search['point']) ? { point: search['point'] } : {}),
})
const imports = createRoute({ getParentRoute: () => shell, path: '/import', component: lazyRouteComponent(() => import('../rooms/contacts/import-page.tsx'), 'ImportPage') })

const tree = root.addChildren([signIn, welcome, shell.addChildren([desk.addChildren([queue, ticket]), quarantine, aside, alarms, points, imports, judging, developments, development, topics, incidents, incident, channels, staff, shift, roster, reports])])

export const makeRouter = (client: QueryClient) => createRouter({
  routeTree: tree, context: { client }, defaultPreload: 'intent', defaultPreloadDelay: 80, scrollRestoration: false,
  // A placeholder gives way the moment the data is here.
  defaultPendingMs: 150, defaultPendingMinMs: 0,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
