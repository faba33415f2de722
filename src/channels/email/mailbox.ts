import type { Secret } from '../../lib/secret.ts'

/** How the desk gets at a mail server. `none`: without encryption, for servers on this machine only. */
export type Security = 'tls' | 'starttls' | 'none'

export type MailLogin =
  | { kind: 'password'; user: string; password: Secret }
  /** OAuth2 with a refresh token (XOAUTH2): the desk asks `tokenUrl` for access tokens. */
  | { kind: 'oauth2'; user: string; clientId: string; clientSecret: Secret; refreshToken: Secret; tokenUrl: string }

/** `ca`: root certificates (PEM) that are trusted besides the well-known ones: of a company that issues its own. */
export type MailServer = { host: string; port: number; security: Security; login: MailLogin | null; ca?: string | undefined }

/** A mailbox of the desk: letters come in by IMAP (or by the desk's own door), go out by SMTP. */
export type Mailbox = {
  /** Short and unchanging: it stands in keys of the inbox. */
  id: string
  /** What stands beside the address in letters of the desk. */
  name: string
  /** In lower case. */
  address: string
  /**
   * Null: letters come by the desk's own door. `processed`: folder that letters are moved to once they are stored; null: they stay. `since`: the day
   * (`2026-11-24`, as its server dates letters) from which on letters are the desk's; without it all that lie in the folder are.
   */
  imap: (MailServer & { folder: string; processed: string | null; since?: string | undefined }) | null
  /** Null: nothing can be sent from it. */
  smtp: MailServer | null
  /** `name+tag@...` reaches this mailbox: answers then carry our signed tag. */
  plusAddressing: boolean
  /** The domain is ours: bounces may go to an envelope address of their own (VERP). */
  ownDomain: boolean
  dkim: { domain: string; selector: string; key: Secret } | null
  /** Name (authserv-id) of the server whose `Authentication-Results` are believed for letters fetched by IMAP; null: the desk judges itself. */
  trustedServer: string | null
}

/** The desk's own door for letters: an SMTP or LMTP server, to which another one delivers. */
export type MailDoor = { host: string; port: number; protocol: 'smtp' | 'lmtp'; tls: { key: Secret; certificate: string } | null }
