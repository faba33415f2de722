/** Doors of the public form and of the links to follow a ticket. Everybody may come; whatever changes something comes by POST from our own page. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { App } from '../../lib/app.ts'
import type { Language } from '../../words/choose.ts'
import { openSigning } from '../actions/signing.ts'
import type { Frame } from '../frame.ts'
import { eventState } from '../store.ts'
import { values } from '../values.ts'
import { wordsIn } from '../words.ts'
import { formRoutes } from './form.ts'
import { linkRoutes } from './link.ts'
import type { Doors, PortalHouse } from './page.ts'

const lookEvery = 50
/** `raw`: of a channel whose events are prepared first. */
const isWaiting = (state: string | null): boolean => state === 'new' || state === 'raw'

/** A file of this room, and its address with the hash of what it holds. */
function asset(name: string, address: string): { text: string; address: string } {
  const text = readFileSync(join(import.meta.dirname, '..', name), 'utf8')
  return { text, address: `${address}?v=${createHash('sha256').update(text).digest('hex').slice(0, 12)}` }
}

export function portalRoutes(app: App, house: PortalHouse): void {
  const { db, time, sink } = house
  const style = asset('page.css', '/form.css')
  const script = asset('script.js', '/form.js')
  const assets = { style: style.address, script: script.address }
  const serve = (url: string, type: string, text: string) => app.get(url, { schema: { hide: true } }, (_request, reply) => reply.type(type).header('cache-control', 'public, max-age=31536000, immutable').send(text))
  serve('/form.css', 'text/css; charset=utf-8', style.text)
  serve('/form.js', 'text/javascript; charset=utf-8', script.text)

  const frame = async (language: Language): Promise<Frame> => ({ language, words: wordsIn(language), document: (await house.regulationAt(time.now())).document, assets })

  const put: Doors['put'] = (channelId, lane, event) => sink(channelId)([{ key: event.key, lane, raw: event }])
  const handled: Doors['handled'] = async (channelId, key) => {
    for (const end = performance.now() + values.numberWithin; performance.now() < end;) {
      if (!isWaiting(await eventState(db, channelId, key))) return
      await new Promise(resolve => setTimeout(resolve, lookEvery))
    }
  }

  const doors = { signing: openSigning(house.secret), frame, put, handled }
  formRoutes(app, house, doors)
  linkRoutes(app, house, doors)
}
