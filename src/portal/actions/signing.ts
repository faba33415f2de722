import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { newToken } from '../../lib/ids.ts'
import type { Instant } from '../../lib/instant.ts'
import type { Secret } from '../../lib/secret.ts'
import { values } from '../values.ts'

/** What the desk signs for strangers: the challenge of an opened form, the conversation that a sending begins, the link to follow it. Nothing is stored. */
export type Signing = {
  /** A key for one sending, and the desk's word that it gave it out at `now`. */
  challenge(now: Instant): { key: string; proof: string }
  /** When this key was given out; null: never, or too long ago. */
  issuedAt(key: string, proof: string, now: Instant): Instant | null
  /** The conversation that this sending begins: the same for a repeated one, known to nobody who has not the key. */
  conversationOf(key: string): string
  tokenOf(conversation: string): string
  /** The conversation of a link; null for one that the desk has not signed. */
  readToken(token: string): string | null
}

const keyShape = /^[\w-]{22}$/
const tokenShape = /^([\w-]{22})([\w-]{32})$/

const same = (one: string, other: string): boolean => Buffer.byteLength(one) === Buffer.byteLength(other) && timingSafeEqual(Buffer.from(one), Buffer.from(other))

export function openSigning(secret: Secret): Signing {
  const sign = (purpose: string, text: string): Buffer => createHmac('sha256', secret.reveal()).update(`reglament form ${purpose} ${text}`).digest()
  const proofOf = (key: string, at: string): string => `${at}.${sign('challenge', `${at} ${key}`).subarray(0, 18).toString('base64url')}`
  const linkOf = (conversation: string): string => conversation + sign('link', conversation).subarray(0, 24).toString('base64url')
  return {
    challenge(now) {
      const key = newToken(16)
      return { key, proof: proofOf(key, now.toString(36)) }
    },
    issuedAt(key, proof, now) {
      const at = proof.split('.')[0] ?? ''
      if (!keyShape.test(key) || !/^[\da-z]{1,12}$/.test(at) || !same(proof, proofOf(key, at))) return null
      const issued = parseInt(at, 36)
      return now - issued > values.challengeLives ? null : issued
    },
    conversationOf: key => sign('conversation', key).subarray(0, 16).toString('base64url'),
    tokenOf: linkOf,
    readToken(token) {
      const conversation = tokenShape.exec(token)?.[1]
      return conversation !== undefined && same(token, linkOf(conversation)) ? conversation : null
    },
  }
}

/** Has somebody worked for this key? SHA-256 of `key:nonce` begins with the wanted zero bits. */
export function isSolved(key: string, nonce: string): boolean {
  if (!/^\d{1,10}$/.test(nonce)) return false
  return createHash('sha256').update(`${key}:${nonce}`).digest().readUInt32BE() >>> (32 - values.puzzleBits) === 0
}
