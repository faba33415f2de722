import { cut } from '../../lib/text.ts'

/** What mail servers have in common, whether letters come from them or go to them. */

/** On this machine: the only place where a password may travel without encryption. */
export const isLoopback = (host: string): boolean => /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i.test(host)

/** Why a server did not let us in, by its own words: most services say what their users have to do only in them. */
export function signInTrouble(said: string): 'app_password' | 'off' | 'password' {
  if (/application[- ]?(?:specific )?password|\bapp(?:-specific)? password|neobhodim parol|parol prilozheni|пароль приложени|InvalidSecondFactor/i.test(said)) return 'app_password'
  if (/imap (?:access )?is disabled|not enabled for imap|does not have access rights to this service/i.test(said)) return 'off'
  return 'password'
}

/** TLS failed because of the certificate, by the code of the system. */
export const isCertificateTrouble = (code: string): boolean => /^(?:CERT_|ERR_TLS_CERT|SELF_SIGNED|DEPTH_ZERO|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE)/.test(code)

/** A server's or the system's own words, as people may see them. */
export const wordsOf = (error: unknown): string => cut((error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').trim(), 200)
