import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'

/** The browser of the stories: Chromium where the system has it. Without it the story is passed over and says so, except where peers are required. */
const browserPath = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'

/** Is there a browser? Says loudly what is passed over when there is none; throws with REQUIRE_PEERS=1. */
export function hasBrowser(what: string): boolean {
  if (existsSync(browserPath)) return true
  if (process.env['REQUIRE_PEERS'] === '1') throw new Error(`no Chromium at ${browserPath}: ${what} cannot be tested`)
  process.emitWarning(`SKIPPED: ${what}: no Chromium at ${browserPath}`)
  return false
}

export const openBrowser = (): Promise<Browser> => chromium.launch({
  executablePath: browserPath,
  args: [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
  ],
})
