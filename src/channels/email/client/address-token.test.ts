import { expect, test } from 'vitest'
import { Secret } from '../../../lib/secret.ts'
import { tagged, tagIn, tagsOf } from '../tags.ts'
import { bounceTagOf, deskId, letterOfAddresses, letterOfTag, numberOfTag, numberOfTags, tagOf, ticketOfAddresses } from './address-token.ts'

const secret = new Secret('a'.repeat(32))
const other = new Secret('b'.repeat(32))
const help = { address: 'help@jupiter.example', plusAddressing: true }
const bare = { address: 'jupiterhelp@mail.example', plusAddressing: false }

test('pain 7: a ticket is named by what the desk signed itself, whatever the case it comes back in', () => {
  const tag = tagOf(secret, 1042)
  expect(tag).toMatch(/^t1042-[a-z2-7]{10}$/)
  expect(numberOfTag(secret, tag)).toBe(1042)
  expect(numberOfTag(secret, tag.toUpperCase())).toBe(1042)
})

test('pain 7: a changed number, a changed signature, another desk and other shapes name nothing', () => {
  const tag = tagOf(secret, 1042)
  const changed = tag.slice(0, -1) + (tag.endsWith('a') ? 'b' : 'a')
  for (const wrong of [tag.replace('1042', '1043'), changed, tagOf(other, 1042), tag.slice(0, -1), `${tag}a`, 't1042', 't01042-aaaaaaaaaa', '', tag.replace('t', 'b')]) expect(numberOfTag(secret, wrong)).toBeNull()
})

test('a bounce address names the letter that came back, and only as signed', () => {
  const tag = bounceTagOf(secret, '<t1042.7.k3j5h7ab@jupiter.example>')!
  expect(letterOfTag(secret, tag, 'jupiter.example')).toBe('<t1042.7.k3j5h7ab@jupiter.example>')
  expect(letterOfTag(secret, tag.replace('1042.7', '1042.8'), 'jupiter.example')).toBeNull()
  expect(letterOfTag(other, tag, 'jupiter.example')).toBeNull()
  expect(numberOfTag(secret, tag)).toBeNull()
})

test('an id that does not fit into an address gets no bounce address', () => {
  expect(bounceTagOf(secret, '<Strange+Id@jupiter.example>')).toBeNull()
  expect(bounceTagOf(secret, `<t1.${'a'.repeat(60)}@jupiter.example>`)).toBeNull()
})

test('an address with the longest tag keeps to the 64 signs that RFC 5321 allows before the @', () => {
  const tag = bounceTagOf(secret, '<t999999999.7.k3j5h7ab2cdefghi@jupiter.example>')!
  expect(tagged(help, tag).split('@')[0]!.length).toBeLessThanOrEqual(64)
})

test('a desk knows itself by a name that only its secret makes', () => {
  expect(deskId(secret)).toMatch(/^[a-z2-7]{16}$/)
  expect(deskId(secret)).not.toBe(deskId(other))
})

test('tags are read where the mailbox has them, from the envelope and the server before the sender', () => {
  const tag = tagOf(secret, 1042)
  expect(tagged(help, tag)).toBe(`help+${tag}@jupiter.example`)
  expect(tagIn('HELP@Jupiter.example', help)).toBe('')
  expect(tagIn('help+@jupiter.example', help)).toBeNull()
  expect(tagIn('help2@jupiter.example', help)).toBeNull()
  expect(tagIn('jupiterhelp+x@mail.example', bare)).toBeNull()
  const fields = [
    { name: 'to', value: `Касса <help+third@jupiter.example>, "Other" <help+x@other.example>` },
    { name: 'delivered-to', value: 'help+second@jupiter.example' },
    { name: 'subject', value: 'help+fourth@jupiter.example' },
  ]
  expect(tagsOf([help, bare], fields, ['help+first@jupiter.example', 'help@jupiter.example'])).toEqual(['first', 'second', 'third'])
  expect(numberOfTags(secret, tagsOf([help], [{ name: 'to', value: `help+t1-aaaaaaaaaa@jupiter.example, ${tagged(help, tag)}` }]))).toBe(1042)
})

test('pain 7: the ticket of an answer is found in its addresses, forged tags beside it count for nothing', () => {
  const tag = tagOf(secret, 1042)
  expect(ticketOfAddresses(secret, ['help@jupiter.example', `"Поддержка" <help+t7-aaaaaaaaaa@jupiter.example>, <${tagged(help, tag)}>`], help)).toBe(1042)
  expect(ticketOfAddresses(secret, [tagged(help, tag)], { ...help, plusAddressing: false })).toBeNull()
  expect(ticketOfAddresses(secret, [tagged(help, tag)], bare)).toBeNull()
  expect(ticketOfAddresses(secret, [tagged(help, tag)], null)).toBeNull()
})

test('a report that comes to the address of a letter names that letter, in whatever case it comes back', () => {
  const id = '<t1042.k3j5h7ab@jupiter.example>'
  const address = tagged(help, bounceTagOf(secret, id)!)
  expect(letterOfAddresses(secret, ['help@jupiter.example', `<${address.toUpperCase()}>`], help)).toBe(id)
  expect([letterOfAddresses(other, [address], help), letterOfAddresses(secret, [address], null), letterOfAddresses(secret, [tagged(help, tagOf(secret, 7))], help)]).toEqual([null, null, null])
})
