import { describe, expect, test } from 'vitest'
import { fromHere, sameOrigin } from './origin.ts'

describe('a changing request comes from a page of ours', () => {
  test.each([
    ['the browser says same-origin', { site: 'same-origin', origin: undefined }, true],
    ['typed by the person (no page at all)', { site: 'none', origin: undefined }, true],
    ['another site', { site: 'cross-site', origin: 'https://evil.example' }, false],
    ['a neighbouring name of the same site', { site: 'same-site', origin: 'https://blog.jupiter.example' }, false],
    ['an older browser with our origin', { site: undefined, origin: 'https://desk.jupiter.example' }, true],
    ['an older browser with a foreign origin', { site: undefined, origin: 'https://evil.example' }, false],
    ['an origin that is hidden', { site: undefined, origin: 'null' }, false],
    ['a program without a browser', { site: undefined, origin: undefined }, true],
  ])('%s', (_name, { site, origin }, allowed) => {
    expect(sameOrigin({ host: 'desk.jupiter.example', site, origin }, undefined)).toBe(allowed)
  })

  test('behind a proxy that renames the host the public address counts, with its scheme', () => {
    const host = '10.0.0.7:8080'
    expect(sameOrigin({ host, site: undefined, origin: 'https://desk.jupiter.example' }, 'https://desk.jupiter.example')).toBe(true)
    expect(sameOrigin({ host, site: undefined, origin: 'http://desk.jupiter.example' }, 'https://desk.jupiter.example')).toBe(false)
  })
})

describe('somebody at this very machine', () => {
  test.each([
    ['localhost', { hostname: 'localhost', address: '127.0.0.1', peer: '127.0.0.1' }, true],
    ['IPv6', { hostname: '[::1]', address: '::1', peer: '::1' }, true],
    ['IPv4 in IPv6', { hostname: '127.0.0.1', address: '::ffff:127.0.0.1', peer: '::ffff:127.0.0.1' }, true],
    ['a foreign name that points here', { hostname: 'evil.example', address: '127.0.0.1', peer: '127.0.0.1' }, false],
    ['another machine', { hostname: 'localhost', address: '192.168.1.20', peer: '192.168.1.20' }, false],
    ['another machine through a local proxy', { hostname: 'localhost', address: '203.0.113.5', peer: '127.0.0.1' }, false],
    ['another machine that claims to be here', { hostname: 'localhost', address: '127.0.0.1', peer: '203.0.113.5' }, false],
  ])('%s', (_name, facts, here) => {
    expect(fromHere(facts)).toBe(here)
  })
})
