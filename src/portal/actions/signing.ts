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
  /** The link that letters carry: of a conversation by the desk's own id (a UUID), so that it tells nobody an address. */
  letterTokenOf(conversationId: string): string
  /** What a link leads to; null for one that the desk has not signed. */
  readToken(token: string): Behind | null
}

/** A conversation of the form by its id in the channel, or one of letters by the desk's own. */
export type Behind = { by: 'form' | 'letter'; conversation: string }

const keyShape = /^[\w-]{22}$/
const tokenShape = /^([\w-]{22})([\w-]{32})$/

const same = (one: string, other: string): boolean => Buffer.byteLength(one) === Buffer.byteLength(other) && timingSafeEqual(Buffer.from(one), Buffer.from(other))

export function openSigning(secret: Secret): Signing {
  const sign = (purpose: string, text: string): Buffer => createHmac('sha256', secret.reveal()).update(`reglament form ${purpose} ${text}`).digest()
  const proofOf = (key: string, at: string): string => `${at}.${sign('challenge', `${at} ${key}`).subarray(0, 18).toString('base64url')}`
  const linkOf = (conversation: string): string => conversation + sign('link', conversation).subarray(0, 24).toString('base64url')
  // Signed for another purpose: no link of the one kind can be taken for one of the other.
  const letterLinkOf = (packed: string): string => packed + sign('letter', packed).subarray(0, 24).toString('base64url')
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
    letterTokenOf: conversationId => letterLinkOf(Buffer.from(conversationId.replaceAll('-', ''), 'hex').toString('base64url')),
    readToken(token) {
      const conversation = tokenShape.exec(token)?.[1]
      if (conversation === undefined) return null
      if (same(token, linkOf(conversation))) return { by: 'form', conversation }
      return same(token, letterLinkOf(conversation)) ? { by: 'letter', conversation: unpacked(conversation) } : null
    },
  }
}

/** The UUID that 22 letters of base64url stand for. */
const unpacked = (packed: string): string => Buffer.from(packed, 'base64url').toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** Address of the page of a conversation of letters; of one ticket of it where its number is told. */
export type PageOf = (conversationId: string, ticketNumber?: number | null) => string

/** The pages that letters lead to. `url`: where the desk is reached. */
export function openPages(secret: Secret, url: () => string): PageOf {
  const { letterTokenOf } = openSigning(secret)
  return (conversationId, ticketNumber = null) => `${url()}/t/${letterTokenOf(conversationId)}${ticketNumber === null ? '' : `/${ticketNumber}`}`
}

/** Has somebody worked for this key? SHA-256 of `key:nonce` begins with the wanted zero bits. */
export function isSolved(key: string, nonce: string): boolean {
  if (!/^\d{1,10}$/.test(nonce)) return false
  return createHash('sha256').update(`${key}:${nonce}`).digest().readUInt32BE() >>> (32 - values.puzzleBits) === 0
}
