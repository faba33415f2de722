/** Who may do what: the only place. Routes name a permission in `http/register.ts`; the workspace shows what `GET /api/me` lists. */

export const roles = ['specialist', 'lead', 'admin'] as const
export type Role = (typeof roles)[number]

const everyone: readonly Role[] = ['specialist', 'lead', 'admin']
const leads: readonly Role[] = ['lead', 'admin']
const admins: readonly Role[] = ['admin']

/** Each permission and the roles that hold it. */
const holders = {
  /** See the queue, tickets, their conversation, files and clocks. */
  'ticket.read': everyone,
  /** Register by hand, take, assign, answer, comment, report a result, judge, suspend, end. */
  'ticket.work': everyone,
  /** Set or change category and topic. */
  'ticket.triage': everyone,
  'ticket.close_spam': everyone,
  /** Read and change people outside and their addresses. */
  'contact.edit': everyone,
  'point.edit': everyone,
  /** See what the desk does for a topic; change it. */
  'topic.read': everyone,
  'topic.edit': leads,
  /** Load companies, points and people from a table, and take it back. */
  'import.run': leads,
  /** See what could not be read and have it read again. */
  'quarantine.handle': leads,
  /** Look at letters that were set aside, make requests of them. */
  'aside.handle': everyone,
  /** Open an outage, confirm or reject a proposed one, sign its updates, end it. */
  'incident.manage': leads,
  /** See what is to be known now, and who was told of it. */
  'alarm.read': everyone,
  /** See who works here. */
  'staff.read': everyone,
  /** Invite, change roles, let people go. */
  'staff.manage': admins,
  /** See who works when, who is at work now and with how much. */
  'roster.read': everyone,
  'roster.edit': leads,
  /** Read the reports of a month, of one customer or of the whole service. */
  'reports.read': leads,
  /** Development items: see, keep, and tell all that wait. */
  'development.read': everyone,
  'development.edit': everyone,
  'development.tell': leads,
  /** Channels: see their settings and health, test them, switch them on and off, send what waits another way. */
  'channel.read': leads,
  'channel.switch': leads,
  /** Add a channel, change its settings and secrets. */
  'channel.edit': admins,
  'settings.read': leads,
  'audit.read': leads,
} as const satisfies Record<string, readonly Role[]>

export type Permission = keyof typeof holders
export const permissions = Object.keys(holders) as Permission[]

export const may = (role: Role, permission: Permission): boolean => (holders[permission] as readonly Role[]).includes(role)

/** All that a role may do, for `GET /api/me`. */
export const permissionsOf = (role: Role): Permission[] => permissions.filter(permission => may(role, permission))
