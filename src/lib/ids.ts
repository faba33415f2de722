import { randomBytes } from 'node:crypto'
import { systemTime } from './time.ts'

/**
 * A UUID of version 7 (RFC 9562): grows with time, so that rows made together lie together in an index.
 * Made here and not by the database, so that one statement can write rows that refer to each other.
 */
export function newId(): string {
  const bytes = randomBytes(16)
  bytes.writeUIntBE(systemTime.now(), 0, 6)
  bytes[6] = (bytes[6]! & 0x0f) | 0x70
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** An unguessable token for links and buttons: `bytes` random bytes in base64url (9 bytes = 12 characters). */
export const newToken = (bytes: number): string => randomBytes(bytes).toString('base64url')
