import { describe, expect, it } from 'vitest'
import { Secret } from '../../../lib/secret.ts'
import type { TelegramConfig } from '../index.ts'
import { channelOf, noFiles, olga, serve, sim, stage, tinyProxy } from './testing.ts'

stage()

const codes = async (more: Partial<TelegramConfig> = {}): Promise<string[]> => (await channelOf(more).verify()).map(finding => `${finding.level} ${finding.code}`)

describe('proxy', () => {
  it('forwards plain requests with the password of the proxy, tunnels TLS, and a refusing proxy is temporary', async () => {
    await olga.opensLink()
    const seen: string[] = []
    const proxy = await tinyProxy(seen)
    const through = new Secret(proxy.address.replace('http://', 'http://desk:pa55-w0rd@'))
    expect(await channelOf({ proxy: through }).send(String(olga.id), { kind: 'send', text: 'через прокси' }, noFiles)).toMatchObject({ ok: true })
    expect(seen).toEqual([`POST ${Buffer.from('desk:pa55-w0rd').toString('base64')}`])
    const tls = await channelOf({ proxy: through, apiRoot: sim.apiRoot.replace('http:', 'https:') }).send(String(olga.id), { kind: 'send', text: 'x' }, noFiles)
    expect(seen[1]).toBe(`CONNECT ${Buffer.from('desk:pa55-w0rd').toString('base64')}`)
    expect(tls).toMatchObject({ ok: false, class: 'temporary' })
    const anonymous = channelOf({ proxy: new Secret(proxy.address) })
    expect(await anonymous.send(String(olga.id), { kind: 'send', text: 'x' }, noFiles)).toMatchObject({ ok: false, class: expect.stringMatching(/temporary|unknown/) })
    const findings = await anonymous.verify()
    expect(findings).toMatchObject([{ level: 'error', code: 'proxy_bad' }])
  })

  it('a proxy that is away is named without its password', async () => {
    const gone = await serve(() => {})
    await gone.close()
    const findings = await channelOf({ proxy: new Secret(gone.address.replace('http://', 'http://desk:pa55-w0rd@')) }).verify()
    expect(findings).toMatchObject([{ level: 'error', code: 'proxy_bad' }])
    expect(JSON.stringify(findings)).toContain(new URL(gone.address).host)
    expect(JSON.stringify(findings)).not.toContain('pa55-w0rd')
  })
})

describe('self-test and links', () => {
  it('all well while polling', async () => {
    expect(await codes()).toEqual(['ok token_ok', 'ok polling', 'ok privacy_on'])
    expect((await channelOf({ language: 'en' }).verify())[0]?.detail).toBe('The token works, the bot answers: @JupiterHelp_bot.')
  })

  it('a wrong token, a webhook in the way, a webhook not set or not ours, a privacy mode that is off', async () => {
    expect(await codes({ token: new Secret('7000000001:not-the-token-of-any-bot') })).toEqual(['error token_bad'])
    const webhook = { url: 'https://desk.example/hooks/main', secret: new Secret('s') }
    expect(await codes({ webhook })).toContain('warning webhook_missing')
    sim.engine.bot().webhook = { url: 'http://127.0.0.1:9/old', secret: null, maxConnections: 1, ipAddress: null, lastError: null, goneSince: null }
    expect(await codes({ webhook })).toContain('warning webhook_other')
    expect(await codes()).toContain('warning polling_blocked')
    sim.engine.bot().readsAllGroupMessages = true
    expect(await codes()).toContain('warning privacy_off')
  })

  it('start links lead to the bot once it is known, or to the practice chat', async () => {
    const channel = channelOf()
    expect(channel.startLink('qr_7')).toBeNull()
    await channel.verify()
    expect(channel.startLink('qr_7')).toBe('https://t.me/JupiterHelp_bot?start=qr_7')
    expect(channel.startLink('точка')).toBeNull()
    expect(channel.startLink('a'.repeat(65))).toBeNull()
    expect(channelOf({ linkBase: 'http://127.0.0.1:8081/?as=1' }).startLink('qr_7')).toBe('http://127.0.0.1:8081/?as=1&start=qr_7')
  })
})
