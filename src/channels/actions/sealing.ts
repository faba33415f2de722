import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { Secret } from '../../lib/secret.ts'
import type { Secrets } from '../settings.ts'

/** Keeps secrets of channels unreadable in the database, its backups and dumps: whoever has those alone has no password. */
export type Sealing = {
  /** `id`: of the row; what was sealed for one opens for no other. */
  seal(id: string, secrets: Secrets): string
  /** Null: sealed under another secret of the desk, or damaged. */
  open(id: string, sealed: string): Secrets | null
}

const form = 'v1'
const ivBytes = 12
const tagBytes = 16
const about = (id: string): Buffer => Buffer.from(`channel ${id}`)

/** AES-256-GCM under a key of its own, derived (HKDF) from the secret of the desk. */
export function openSealing(secret: Secret): Sealing {
  const key = Buffer.from(hkdfSync('sha256', secret.reveal(), 'reglament', 'secrets of channels', 32))
  return {
    seal(id, secrets) {
      const iv = randomBytes(ivBytes)
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(about(id))
      const body = Buffer.concat([cipher.update(JSON.stringify(secrets), 'utf8'), cipher.final()])
      return `${form}.${Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64url')}`
    },
    open(id, sealed) {
      const [version, packed = ''] = sealed.split('.')
      const bytes = Buffer.from(packed, 'base64url')
      if (version !== form || bytes.length < ivBytes + tagBytes) return null
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, ivBytes)).setAAD(about(id)).setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes))
        const text = Buffer.concat([decipher.update(bytes.subarray(ivBytes + tagBytes)), decipher.final()]).toString('utf8')
        return JSON.parse(text) as Secrets
      } catch {
        return null
      }
    },
  }
}
