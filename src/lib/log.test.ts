import { expect, test } from 'vitest'
import { describeFault, maskTokens, openLog } from './log.ts'
import { Secret } from './secret.ts'

function written(work: (log: ReturnType<typeof openLog>) => void): string {
  let lines = ''
  work(openLog('debug', { write: (line) => { lines += line } }))
  return lines
}

const botToken = '123456789:AAHfiqksKZ8WmR2zSjiQ7_v4TMAKdiHm9T0'

test('a log line keeps ids and kinds', () => {
  expect(JSON.parse(written((log) => log.info({ ticketId: 'a1', kind: 'registered' }, 'ticket changed')))).toMatchObject({ ticketId: 'a1', kind: 'registered', msg: 'ticket changed' })
})

test.each([
  ['the text of a message', (log: ReturnType<typeof openLog>) => log.info({ message: { text: 'касса не работает' } }, 'in'), 'касса'],
  ['an update of a channel', (log: ReturnType<typeof openLog>) => log.info({ update: { raw: { a: 'касса' } } }, 'in'), 'касса'],
  ['a phone', (log: ReturnType<typeof openLog>) => log.info({ contact: { phone: '+79001234567' } }, 'in'), '+7900'],
  ['a secret value', (log: ReturnType<typeof openLog>) => log.info({ setting: new Secret('hush-hush') }, 'in'), 'hush'],
  ['a bot token in a sentence', (log: ReturnType<typeof openLog>) => log.warn(`no answer from https://api.telegram.org/bot${botToken}/getUpdates`), botToken],
  ['a bot token in a fault', (log: ReturnType<typeof openLog>) => log.error({ err: new Error(`fetch https://api.telegram.org/bot${botToken}/sendMessage failed`) }, 'send'), botToken],
  ['a password of a database', (log: ReturnType<typeof openLog>) => log.error({ err: new Error('postgres://desk:pa55@db/desk refused') }, 'db'), 'pa55'],
])('%s does not reach the log', (_name, work, forbidden) => {
  const line = written(work)
  expect(line).not.toBe('')
  expect(line).not.toContain(forbidden)
})

test('a database fault loses the row that it quotes and keeps its code', () => {
  const fault = Object.assign(new Error('duplicate key'), { code: '23505', detail: 'Key (phone)=(+79001234567) already exists.' })
  const told = JSON.stringify(describeFault(new Error('cannot store', { cause: fault })))
  expect(told).toContain('23505')
  expect(told).not.toContain('+79001234567')
})

test('a plain text is left as it is', () => {
  expect(maskTokens('ticket 10482 at 12:30, postgres://localhost/desk')).toBe('ticket 10482 at 12:30, postgres://localhost/desk')
})
