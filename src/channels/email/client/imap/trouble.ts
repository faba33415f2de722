import { never } from '../../../../lib/never.ts'
import type { EmailWords } from '../../../../words/ru/email.ts'
import { isCertificateTrouble, signInTrouble, wordsOf } from '../../servers.ts'
import { NoToken } from '../access-tokens.ts'

/** What keeps letters from coming in. `detail`: the server's or the system's own words. */
export type Trouble =
  | { kind: 'sign_in'; why: 'app_password' | 'off' | 'password' | 'token'; detail: string }
  | { kind: 'unsafe' | 'no_starttls' | 'name' | 'database' | 'closed'; detail: string }
  | { kind: 'certificate' | 'folder' | 'network'; detail: string }

/** Trouble that the adapter itself sees. */
export class MailboxTrouble extends Error {
  readonly trouble: Trouble
  constructor(trouble: Trouble, cause?: unknown) {
    super(`${trouble.kind} ${trouble.detail}`, { cause })
    this.name = 'MailboxTrouble'
    this.trouble = trouble
  }
}

/** Whatever the library throws: fields that it sets where they apply. */
type Thrown = { code?: unknown; authenticationFailed?: unknown; serverResponseCode?: unknown; responseText?: unknown; response?: unknown; responseStatus?: unknown; tlsFailed?: unknown; mailboxMissing?: unknown; oauthError?: unknown }
const fieldsOf = (error: unknown): Thrown => (typeof error === 'object' && error !== null ? error : {})
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

export function troubleOf(error: unknown): Trouble {
  if (error instanceof MailboxTrouble) return error.trouble
  if (error instanceof NoToken) return error.refused ? { kind: 'sign_in', why: 'token', detail: error.message } : { kind: 'network', detail: error.message }
  const { code, authenticationFailed, serverResponseCode, responseText, response, tlsFailed, oauthError } = fieldsOf(error)
  const name = textOf(code)
  // A server that cannot look up passwords just now says so; then the password may be right.
  if (authenticationFailed === true && !/^(?:UNAVAILABLE|INUSE|LIMIT|SERVERBUG)$/.test(textOf(serverResponseCode))) {
    const said = wordsOf(textOf(responseText) || textOf(response))
    return { kind: 'sign_in', why: oauthError === undefined || oauthError === false ? signInTrouble(said) : 'token', detail: said }
  }
  if (isCertificateTrouble(name)) return { kind: 'certificate', detail: wordsOf(error) }
  if (tlsFailed === true) return { kind: 'no_starttls', detail: wordsOf(error) }
  if (name === 'ENOTFOUND') return { kind: 'name', detail: wordsOf(error) }
  return { kind: 'network', detail: wordsOf(textOf(responseText) || error) }
}

/** The server answered this command with a refusal; the session goes on. */
export const isRefusedCommand = (error: unknown): boolean => /^(?:NO|BAD)$/.test(textOf(fieldsOf(error).responseStatus))
export const isMissingFolder = (error: unknown): boolean => fieldsOf(error).mailboxMissing === true || (isRefusedCommand(error) && /nonexistent/i.test(textOf(fieldsOf(error).serverResponseCode)))

/** Only people can end it: a wrong password, a folder that is not there. */
export const isForPeople = ({ kind }: Trouble): boolean => !['network', 'name', 'database', 'closed'].includes(kind)

/** As the state of a mailbox says it. */
export function sayTrouble(trouble: Trouble, { imap: { health } }: Pick<EmailWords, 'imap'>): string {
  switch (trouble.kind) {
    case 'sign_in': return health[trouble.why]
    case 'unsafe': return health.unsafe
    case 'no_starttls': return health.no_starttls
    case 'database': return health.database
    case 'closed': return health.closed
    case 'certificate': return health.certificate(trouble.detail)
    case 'folder': return health.folder_missing(trouble.detail)
    case 'name':
    case 'network': return health.network(trouble.detail)
    default: return never(trouble)
  }
}
