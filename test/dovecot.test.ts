import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasDovecot, startDovecot, type Dovecot } from './dovecot.ts'

/** The tests' own mail server does what the tests of the mail channel take for granted. */
describe.skipIf(!hasDovecot('the mail server of the tests'))('Dovecot', () => {
  const help = 'help@desk.example'
  let dovecot: Dovecot
  beforeAll(async () => {
    dovecot = await startDovecot({ users: { [help]: 'secret' } })
  })
  afterAll(() => dovecot?.end())

  it('takes letters by LMTP, also to plus addresses, and none for strangers', async () => {
    await dovecot.deliver(help, { subject: 'one', text: 'first' })
    await dovecot.deliver('help+t1042@desk.example', { subject: 'two', text: 'second' })
    expect(await dovecot.folder(help)).toEqual([{ uid: 1, subject: 'one', flags: [] }, { uid: 2, subject: 'two', flags: [] }])
    expect(await dovecot.source(help, 'INBOX', 2)).toMatch(/^Delivered-To: help\+t1042@desk\.example$/m)
    await expect(dovecot.deliver('stranger@desk.example', { subject: 'three', text: 'x' })).rejects.toThrow(/550/)
  })

  it('keeps its letters through a stop', async () => {
    await dovecot.stop()
    await expect(dovecot.deliver(help, { subject: 'three', text: 'x' })).rejects.toThrow()
    await dovecot.start()
    expect(await dovecot.folder(help)).toHaveLength(2)
  })

  it('plays what people do by hand, and a mailbox made anew', async () => {
    await dovecot.readAll(help)
    expect((await dovecot.folder(help)).map(({ flags }) => flags)).toEqual([['\\Seen'], ['\\Seen']])
    await dovecot.empty(help)
    expect(await dovecot.folder(help)).toEqual([])
    const before = await dovecot.validity(help)
    await dovecot.recreate(help)
    await dovecot.deliver(help, { subject: 'again', text: 'x' })
    expect(await dovecot.folder(help)).toMatchObject([{ uid: 1, subject: 'again' }])
    expect(await dovecot.validity(help)).toBeGreaterThan(before)
  })
})
