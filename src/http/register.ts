/**
 * All doors of the house on one screen: method, address and who may come in. The server refuses to start with a route that does not stand
 * here (`server.ts`), and a test names the rows that nobody serves. Rooms write routes without permissions; this table gives them.
 */
import type { Permission } from '../auth/permissions.ts'

/**
 * `public`: everybody. `signed_in`: any member of staff. `hook`: another system, which the route itself tells by its secret.
 * `loopback`: everybody at this machine, and nobody else (practice). Else: members whose role holds the permission.
 */
export type Door = Permission | 'signed_in' | 'public' | 'hook' | 'loopback'

export const register = {
  'GET /api/health': 'public',
  'GET /api/openapi.json': 'public',
  'GET /api/live': 'signed_in',

  'POST /api/auth/sign-in/email': 'public',
  'POST /api/auth/sign-out': 'signed_in',
  'GET /api/me': 'signed_in',
  'PATCH /api/me': 'signed_in',
  'POST /api/me/password': 'signed_in',
  'GET /api/welcome/:token': 'public',
  'POST /api/welcome/:token': 'public',
  'GET /enter/:token': 'loopback',
  'POST /api/practice/clock': 'signed_in',
  'GET /api/staff': 'staff.read',
  'PATCH /api/staff/:id': 'staff.manage',
  'POST /api/staff/:id/reset-link': 'staff.manage',
  'GET /api/staff/invitations': 'staff.manage',
  'POST /api/staff/invitations': 'staff.manage',
  'DELETE /api/staff/invitations/:id': 'staff.manage',

  'GET /api/queue': 'ticket.read',
  'GET /api/queue/counts': 'ticket.read',
  'POST /api/tickets': 'ticket.work',
  'GET /api/tickets/:number': 'ticket.read',
  'POST /api/tickets/:number/commands': 'ticket.work',
  'POST /api/tickets/:number/messages/:message/move': 'ticket.work',
  'GET /api/tickets/:number/messages/:message/letter': 'ticket.read',
  'GET /api/tickets/:number/messages/:message/letter.html': 'ticket.read',
  'GET /api/tickets/:number/delay-words': 'ticket.read',
  'POST /api/tickets/:number/assign-by-load': 'ticket.work',
  'POST /api/tickets/bulk': 'ticket.work',
  'GET /api/tickets/:number/ledger/:clock': 'ticket.read',
  'GET /api/triage-hints': 'ticket.read',
  'GET /api/judging': 'ticket.read',

  'GET /api/roster': 'roster.read',
  'POST /api/roster': 'roster.edit',
  'PATCH /api/roster/:id': 'roster.edit',
  'DELETE /api/roster/:id': 'roster.edit',
  'POST /api/roster/pattern': 'roster.edit',
  'GET /api/shifts/load': 'roster.read',
  'GET /api/shifts/board': 'roster.read',
  'GET /api/shifts/mine': 'ticket.work',
  'POST /api/shifts/hand-over': 'ticket.work',
  'POST /api/shifts/assign': 'ticket.work',

  'GET /api/points': 'ticket.read',
  'POST /api/points': 'point.edit',
  'GET /api/points/list': 'ticket.read',
  'GET /api/points/qr-sheet.pdf': 'ticket.read',
  'GET /api/points/qr-sheets': 'ticket.read',
  'GET /api/points/:id': 'ticket.read',
  'GET /api/points/:id/passport': 'ticket.read',
  'PATCH /api/points/:id': 'point.edit',
  'GET /api/points/:id/qr.svg': 'ticket.read',
  'GET /api/contacts': 'ticket.read',
  'GET /api/contacts/:id': 'ticket.read',
  'PATCH /api/contacts/:id': 'contact.edit',
  'PUT /api/contacts/:id/points/:pointId': 'contact.edit',
  'DELETE /api/contacts/:id/points/:pointId': 'contact.edit',
  'GET /api/companies': 'ticket.read',
  'GET /api/imports': 'import.run',
  'POST /api/imports': 'import.run',
  'GET /api/imports/sample.xlsx': 'import.run',
  'GET /api/imports/sample.csv': 'import.run',
  'GET /api/imports/:id': 'import.run',
  'POST /api/imports/:id/apply': 'import.run',
  'POST /api/imports/:id/undo': 'import.run',

  'GET /api/topics': 'topic.read',
  'GET /api/topics/:id': 'topic.read',
  'PUT /api/topics/:id': 'topic.edit',
  'GET /api/topics/:id/history': 'topic.read',
  'POST /api/topics/:id/restore': 'topic.edit',

  'GET /api/alarms': 'alarm.read',
  'GET /api/alarms/history': 'alarm.read',
  'POST /api/alarms/:id/take': 'ticket.work',
  'POST /api/alarms/:id/ack': 'alarm.read',
  'GET /api/me/telegram': 'signed_in',
  'POST /api/me/telegram': 'signed_in',
  'DELETE /api/me/telegram': 'signed_in',

  'GET /api/developments': 'development.read',
  'POST /api/developments': 'development.edit',
  'GET /api/developments/:id': 'development.read',
  'PATCH /api/developments/:id': 'development.edit',
  'POST /api/developments/:id/tell': 'development.tell',

  'GET /api/policy': 'ticket.read',
  'GET /api/quarantine': 'quarantine.handle',
  'POST /api/quarantine/:id/retry': 'quarantine.handle',
  'POST /api/quarantine/:id/dismiss': 'quarantine.handle',

  'GET /api/reports/companies': 'reports.read',
  'GET /api/reports/month': 'reports.read',
  'GET /api/reports/month/tickets': 'reports.read',
  'GET /api/reports/month.xlsx': 'reports.read',

  'POST /api/files': 'ticket.work',
  'GET /api/files/:id': 'ticket.read',
  'GET /regulation': 'public',
  'GET /regulation/:edition': 'public',
  'GET /regulation.json': 'public',
  'GET /regulation/:edition/data': 'public',
  'GET /regulation.css': 'public',

  'GET /api/incidents': 'ticket.read',
  'POST /api/incidents': 'incident.manage',
  'GET /api/incidents/:id': 'ticket.read',
  'PATCH /api/incidents/:id': 'incident.manage',
  'POST /api/incidents/:id/open': 'incident.manage',
  'POST /api/incidents/:id/reject': 'incident.manage',
  'POST /api/incidents/:id/updates': 'incident.manage',
  'POST /api/incidents/:id/updates/:update/correct': 'incident.manage',
  'POST /api/incidents/:id/updates/:update/strike': 'incident.manage',
  'POST /api/incidents/:id/end': 'incident.manage',
  'POST /api/incidents/:id/reopen': 'incident.manage',
  'POST /api/incidents/:id/attach': 'ticket.work',
  'POST /api/incidents/:id/detach': 'ticket.work',
  'GET /status': 'public',
  'GET /status.json': 'public',
  'GET /status.css': 'public',
  'POST /hooks/monitoring': 'hook',

  'GET /api/channels': 'channel.read',
  'POST /api/channels': 'channel.edit',
  'PATCH /api/channels/:id': 'channel.edit',
  'POST /api/channels/:id/switch': 'channel.switch',
  'POST /api/channels/test': 'channel.edit',
  'POST /api/channels/:id/test': 'channel.switch',
  'GET /api/channels/:id/counts': 'channel.read',
  'GET /api/channels/:id/ways': 'channel.switch',
  'POST /api/channels/:id/reroute': 'channel.switch',
  'GET /api/channels/backlog': 'ticket.read',
  'POST /hooks/:channel': 'hook',

  'GET /new': 'public',
  'POST /new': 'public',
  'GET /new/points': 'public',
  'GET /n/:token': 'public',
  'GET /t/:token': 'public',
  'GET /t/:token/:number': 'public',
  'POST /t/:token': 'public',
  'POST /t/:token/:number': 'public',
  'GET /t/:token/news': 'public',
  'GET /t/:token/:number/news': 'public',
  'GET /t/:token/files/:id': 'public',
  'GET /form.css': 'public',
  'GET /form.js': 'public',

  'GET /*': 'public',
} as const satisfies Record<string, Door>

/** The door of a route; HEAD goes through the door of GET. Null: not in the register. */
export function doorOf(method: string, url: string): Door | null {
  const key = `${method === 'HEAD' ? 'GET' : method} ${url}`
  return Object.hasOwn(register, key) ? register[key as keyof typeof register] : null
}
