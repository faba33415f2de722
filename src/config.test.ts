import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { expect, test } from 'vitest'
import { authSecret, readConfig, secretSettings, settingNames } from './config.ts'
import { StartRefusal } from './lib/refuse-start.ts'

const example = readFileSync(join(import.meta.dirname, '..', '.env.example'), 'utf8')
const token = '123456789:AAHfiqksKZ8WmR2zSjiQ7_v4TMAKdiHm9T0'

test('.env.example and the settings name the same variables', () => {
  const named = [...example.matchAll(/^# ([A-Z][A-Z_]+)=/gm)].map(([, name]) => name)
  expect(named.toSorted()).toEqual(settingNames.toSorted())
})

test('every default that .env.example shows is the real one', () => {
  const shown = Object.fromEntries([...example.matchAll(/^# ([A-Z][A-Z_]+)=(.+)$/gm)].map(([, name, value]) => [name, value]))
  const defaults = Object.fromEntries(['DATA_DIR', 'HOST', 'PORT', 'TRUST_PROXY', 'REGULATION', 'PRACTICE', 'TELEGRAM_API_ROOT'].map((name) => [name, shown[name]]))
  expect(readConfig(defaults)).toEqual(readConfig({}))
})

test('an empty value is an absent one', () => {
  expect(readConfig({ PORT: '', TELEGRAM_BOT_TOKEN: ' ' })).toEqual(readConfig({}))
})

test.each<[string, Record<string, string>]>([
  ['PORT', { PORT: '80 80' }],
  ['PORT', { PORT: '65536' }],
  ['DATABASE_URL', { DATABASE_URL: 'mysql://root:pa55@db/desk' }],
  ['PUBLIC_URL', { PUBLIC_URL: 'desk.example.com' }],
  ['LOG_LEVEL', { LOG_LEVEL: 'loud' }],
  ['TRUST_PROXY', { TRUST_PROXY: 'yes' }],
  ['AUTH_SECRET', { AUTH_SECRET: 'pa55' }],
  ['PRACTICE', { PRACTICE: 'maybe' }],
  ['HOST', { HOST: '0.0.0.0' }],
  ['HOST', { HOST: '0.0.0.0', PRACTICE: 'on', TELEGRAM_BOT_TOKEN: token }],
  ['TELEGRAM_BOT_TOKEN', { TELEGRAM_BOT_TOKEN: 'pa55' }],
  ['MONITORING_SECRET', { MONITORING_SECRET: 'pa55' }],
  ['TELEGRAM_PROXY', { TELEGRAM_PROXY: 'socks5://me:pa55@proxy:1080' }],
  ['TELEGRAM_WEBHOOK_URL', { TELEGRAM_BOT_TOKEN: token, TELEGRAM_WEBHOOK_URL: 'http://desk.example.com/hook' }],
  ['TELEGRAM_WEBHOOK_URL', { TELEGRAM_WEBHOOK_URL: 'https://desk.example.com/hook' }],
  ['TELEGRAM_WEBHOOK_SECRET', { TELEGRAM_BOT_TOKEN: token, TELEGRAM_WEBHOOK_URL: 'https://desk.example.com/hook' }],
])('a wrong %s is refused in one sentence that names it and shows no secret: %o', (name, environment) => {
  const refuse = () => readConfig(environment)
  expect(refuse).toThrow(StartRefusal)
  expect(refuse).toThrow(new RegExp(`^The setting ${name} .*: write .+\\.$`))
  expect(refuse).not.toThrow(/pa55/)
})

test('practice keeps to a folder of its own and leaves a configured bot alone', () => {
  const practice = readConfig({ DATA_DIR: '/srv/desk', TELEGRAM_BOT_TOKEN: token, PRACTICE: 'on' })
  expect([practice.dataDir, practice.telegram]).toEqual(['/srv/desk/practice', null])
  expect([readConfig({}).logLevel, readConfig({ PRACTICE: 'off' }).logLevel, readConfig({ LOG_LEVEL: 'debug' }).logLevel]).toEqual(['warn', 'info', 'debug'])
  expect(readConfig({ DATA_DIR: '/srv/desk', PRACTICE: 'off' }).dataDir).toBe('/srv/desk')
})

test('practice runs by itself until a real channel is connected, then only when asked for', () => {
  expect(readConfig({}).practice).toBe(true)
  expect(readConfig({ TELEGRAM_BOT_TOKEN: token }).practice).toBe(false)
  expect(readConfig({ TELEGRAM_BOT_TOKEN: token, PRACTICE: 'on' }).practice).toBe(true)
  expect(readConfig({ DATABASE_URL: 'postgres://u:p@127.0.0.1/desk' }).practice).toBe(false)
  expect(readConfig({ PRACTICE: 'off', HOST: '0.0.0.0' }).practice).toBe(false)
})

test('secrets are not printed, however the configuration is printed', () => {
  const values: Record<string, string> = {
    DATABASE_URL: 'postgres://desk:pa55-1@db/desk', AUTH_SECRET: 'pa55-2'.repeat(8), TELEGRAM_BOT_TOKEN: token,
    TELEGRAM_PROXY: 'http://me:pa55-3@proxy:3128', TELEGRAM_WEBHOOK_URL: 'https://desk.example.com/hook', TELEGRAM_WEBHOOK_SECRET: 'pa55-4', MONITORING_SECRET: `whsec_${'pa55'.repeat(8)}`,
  }
  expect(secretSettings.every((name) => name in values)).toBe(true)
  const config = readConfig(values)
  expect(config.telegram?.token.reveal()).toBe(token)
  const printed = `${inspect(config, { depth: 9, showHidden: true })}${JSON.stringify(config)}${config.databaseUrl}`
  expect(printed).not.toMatch(/pa55|AAHfiq/)
})

test('the secret of sessions is made once, readable by its owner only', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'reglament-config-'))
  try {
    const first = authSecret({ authSecret: undefined, dataDir }).reveal()
    expect(first.length).toBeGreaterThanOrEqual(32)
    expect(authSecret({ authSecret: undefined, dataDir }).reveal()).toBe(first)
    expect(statSync(join(dataDir, 'secret')).mode & 0o077).toBe(0)
  } finally {
    rmSync(dataDir, { recursive: true })
  }
})
