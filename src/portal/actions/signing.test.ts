import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { day } from '../../lib/instant.ts'
import { Secret } from '../../lib/secret.ts'
import { values } from '../values.ts'
import { isSolved, openPages, openSigning } from './signing.ts'

const signing = openSigning(new Secret('a secret of thirty-two characters, at least'))
const other = openSigning(new Secret('another secret of thirty-two characters'))
const now = Date.parse('2026-03-17T11:07:00Z')

test('a challenge is ours, belongs to its key, and grows old', () => {
  const { key, proof } = signing.challenge(now)
  expect(signing.issuedAt(key, proof, now + day)).toBe(now)
  expect(signing.issuedAt(key, proof, now + values.challengeLives + 1)).toBeNull()
  expect(signing.issuedAt(other.challenge(now).key, proof, now)).toBeNull()
  expect(signing.issuedAt(key, other.challenge(now).proof, now)).toBeNull()
  expect(signing.issuedAt(key, proof.replace(/^[^.]+/, (now + day).toString(36)), now)).toBeNull()
  expect(['', '.', 'x.y', `${proof}=`].map(wrong => signing.issuedAt(key, wrong, now))).toEqual([null, null, null, null])
})

test('a link gives its conversation back, and no changed one does', () => {
  const conversation = signing.conversationOf(signing.challenge(now).key)
  const token = signing.tokenOf(conversation)
  expect(token).toMatch(/^[\w-]{54}$/)
  expect(signing.readToken(token)).toEqual({ by: 'form', conversation })
  for (let place = 0; place < token.length; place++) {
    const forged = token.slice(0, place) + (token[place] === 'A' ? 'B' : 'A') + token.slice(place + 1)
    expect(signing.readToken(forged)).toBeNull()
  }
  expect([other.tokenOf(conversation), '', token.slice(1), `${token}A`, 'ж'.repeat(54)].map(wrong => signing.readToken(wrong))).toEqual([null, null, null, null, null])
})

test('a link of a letter names the conversation and nobody, and is no link of the form', () => {
  const id = '0199a6b0-0000-7000-8000-00000000abcd'
  const token = signing.letterTokenOf(id)
  expect(token).toMatch(/^[\w-]{54}$/)
  expect(signing.readToken(token)).toEqual({ by: 'letter', conversation: id })
  expect(signing.tokenOf(token.slice(0, 22))).not.toBe(token)
  expect([other.letterTokenOf(id), `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`].map(wrong => signing.readToken(wrong))).toEqual([null, null])
  const pageOf = openPages(new Secret('a secret of thirty-two characters, at least'), () => 'https://help.jupiter.example')
  expect([pageOf(id), pageOf(id, 1042)]).toEqual([`https://help.jupiter.example/t/${token}`, `https://help.jupiter.example/t/${token}/1042`])
})

test('a repeated sending begins the same conversation, which nobody finds without its key', () => {
  expect(signing.conversationOf('a'.repeat(22))).toBe(signing.conversationOf('a'.repeat(22)))
  expect(signing.conversationOf('a'.repeat(22))).not.toBe(signing.conversationOf('b'.repeat(22)))
})

test('the puzzle is solved by work only', () => {
  const key = 'k'.repeat(22)
  const heads = (nonce: number) => createHash('sha256').update(`${key}:${nonce}`).digest().readUInt32BE() >>> (32 - values.puzzleBits)
  let nonce = 0
  while (heads(nonce) !== 0) nonce++
  expect(isSolved(key, String(nonce))).toBe(true)
  expect([String(nonce + 1), '', '-1', '1e3', '9'.repeat(11)].map(wrong => isSolved(key, wrong))).toEqual([false, false, false, false, false])
})
