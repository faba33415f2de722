import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Channel } from '../../src/channels/channel.ts'
import type { Db } from '../../src/lib/db.ts'
import { openLog, type Log } from '../../src/lib/log.ts'
import type { Time } from '../../src/lib/time.ts'
import { openHouse, type OpenHouse } from '../../src/main/open.ts'
import { openBrowser, watch, wide } from '../browser.ts'
import { freshDatabase } from '../world.ts'
import { workspaceOpening } from './opening.ts'

/** A house in this process and its workspace in a browser, signed in: for stories that settle rows of their own or hold the clock. */
export type Workspace = {
  db: Db
  house: OpenHouse
  page: Page
  /** Lines of the house's log and what went wrong behind the page. */
  troubles: string[]
  end(): Promise<void>
}

/** Opens house and browser. `settle` writes rows before anybody signs in; `loaded` hears the path of everything that the page fetches. */
export async function openWorkspace({ time, channels, settle, loaded }: {
  time: Time; channels?: (log: Log) => readonly Channel[]; settle?: (db: Db) => Promise<unknown>; loaded?: (path: string) => void
}): Promise<Workspace> {
  const folder = mkdtempSync(join(tmpdir(), 'reglament-workspace-'))
  const troubles: string[] = []
  const log = openLog('warn', { write: line => void troubles.push(line) })
  const [base, browser] = await Promise.all([freshDatabase(), openBrowser()])
  let house: OpenHouse | null = null
  const end = async (): Promise<void> => {
    await browser.close()
    await house?.close()
    await base.drop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    house = await openHouse(workspaceOpening({ databaseUrl: base.url, folder, time, log, channels: channels?.(log) ?? [] }))
    await settle?.(base.db)
    const context = await browser.newContext({ viewport: wide, locale: 'ru-RU', timezoneId: 'Asia/Vladivostok' })
    const page = watch(await context.newPage(), troubles)
    if (loaded !== undefined) page.on('response', response => loaded(new URL(response.url()).pathname))
    await page.goto(house.practiceLink!)
    await page.getByRole('button', { name: 'Профиль и настройки' }).waitFor()
    return { db: base.db, house, page, troubles, end }
  } catch (error) {
    await end()
    throw error
  }
}
