import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { barriers, hasBrowser, openBrowser } from './browser.ts'

describe.runIf(hasBrowser('test/browser.test.ts (the look for barriers)'))('barriers of a page', { timeout: 60_000 }, () => {
  let browser: Browser
  beforeAll(async () => { browser = await openBrowser() })
  afterAll(() => browser.close())

  const page = async (style: string, script = '') => {
    const shown = await browser.newPage()
    await shown.setContent(`<!doctype html><html lang="en"><title>A notice</title><style>p { background: #fff; ${style} }</style><main><h1>A page</h1><p>A term is set</p></main><script>${script}</script>`)
    return shown
  }

  it('a notice that fades while axe looks is none', async () => {
    const fading = await page('color: #111; transition: opacity 20s linear -10s', `
      const run = () => document.querySelector('p').style.opacity = '0'
      let axe; Object.defineProperty(globalThis, 'axe', { get: () => (run(), axe), set: value => { axe = value }, configurable: true })`)
    expect(await barriers(fading)).toEqual([])
  })

  it('pale words that stay are one', async () => {
    expect(await barriers(await page('color: #ccc'))).toEqual([expect.stringContaining('color-contrast')])
  })
})
