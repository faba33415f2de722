/**
 * The one closed list of refusals. A code, its HTTP status; the phrase for people stands in `words/<lang>/errors.ts` under the same code.
 * Whatever is thrown and is not a `Refusal` is our bug: status 500, logged, told without details.
 */
export const refusals = {
  bad_request: 400,
  too_long: 400,
  unauthenticated: 401,
  bad_credentials: 401,
  forbidden: 403,
  not_found: 404,
  ticket_not_found: 404,
  edition_not_found: 404,
  link_spent: 410,
  file_gone: 410,
  stale: 409,
  ticket_ended: 409,
  ticket_open: 409,
  not_triaged: 409,
  already_triaged: 409,
  same_category: 409,
  same_ticket: 409,
  already_owned: 409,
  no_wait: 409,
  no_result: 409,
  nothing_to_judge: 409,
  no_due: 409,
  incident_moved_on: 409,
  deliverable_missing: 409,
  reopen_window_passed: 409,
  already_numbered: 409,
  no_written_channel: 409,
  already_exists: 409,
  roster_overlap: 409,
  last_admin: 409,
  not_active: 409,
  no_password: 409,
  import_moved: 409,
  import_done: 409,
  no_start_link: 409,
  too_many_channels: 409,
  channel_not_open: 409,
  other_channel: 409,
  too_many_points: 409,
  too_large: 413,
  table_unreadable: 422,
  table_empty: 422,
  table_columns: 422,
  table_too_long: 422,
  text_required: 422,
  reason_required: 422,
  report_too_long: 422,
  past_time: 422,
  start_time: 422,
  roster_period: 422,
  wrong_password: 422,
  secret_missing: 422,
  practice_stays_here: 422,
  too_many: 429,
  unavailable: 503,
  internal: 500,
} as const

export type RefusalCode = keyof typeof refusals

/** A refusal that a person (or a client of the API) is told about: `code` from the closed list, `details` are values for its phrase, never secrets. */
export class Refusal extends Error {
  readonly code: RefusalCode
  readonly details: Readonly<Record<string, string | number>>
  constructor(code: RefusalCode, details: Readonly<Record<string, string | number>> = {}) {
    super(code)
    this.name = 'Refusal'
    this.code = code
    this.details = details
  }
  get status(): number {
    return refusals[this.code]
  }
}
