/** Mail of the stories without a network: letters come in as they have been read, letters go out as they are composed; what their links do is done on the served page. */
import { compose } from '../../src/channels/email/compose.ts'
import { readPageEvent } from '../../src/channels/email/page-event.ts'
import type { Channel } from '../../src/channels/channel.ts'
import { saveFetched } from '../../src/files/actions.ts'
import type { IncomingFile } from '../../src/intake/inbound.ts'
import { record } from '../../src/intake/store.ts'
import { openBell } from '../../src/lib/bell.ts'
import { together } from '../../src/lib/db.ts'
import { openPages } from '../../src/portal/actions/signing.ts'
import { letterBox, letterOf, type Written } from '../letters.ts'
import { storySecret } from './opening.ts'
import { openStage, type Stage } from './stage.ts'

/** A letter of the desk as its reader has it. `links`: by their labels; `footer`: what stands under each. */
export type Read = { subject: string; text: string; links: Readonly<Record<string, string>>; id: string; files: readonly string[] }

export type Writer = {
  address: string
  /** Writes to the desk; gives the letter's own id. */
  writes(letter: { subject?: string; text?: string; files?: readonly { name: string; mime: string }[]; answers?: readonly string[]; automatic?: boolean }): Promise<string>
  /** What the desk has written since the last look, oldest first. */
  news(): Promise<Read[]>
  /** All letters that he has, oldest first. */
  letters(): readonly Read[]
  /** Opens a link of a letter; gives what the page says, in one line, and its markup. */
  opens(link: string): Promise<{ status: number; says: string; html: string }>
  /** Opens a link and presses the one button of its question; gives what the page says then. */
  follows(link: string): Promise<string>
  /** Sends a form of the page behind a link: `tell`, or an answer. */
  fills(link: string, fields: Readonly<Record<string, string>>): Promise<string>
}

export type MailStage = { stage: Stage; writer(name: string, address: string): Writer; end(): Promise<void> }

const mailbox = { name: 'Поддержка «Юпитер»', address: 'help@jupiter.example' }

export async function openMailStage(): Promise<MailStage> {
  const sent: { to: string; read: Read }[] = []
  let stage: Stage | null = null
  const box = letterBox()
  const mail: Channel = {
    ...box,
    // It stands before the desk's own channel of mail, whose events are prepared.
    prepare: async raw => ({ ok: true, prepared: raw }),
    read: (raw, at) => (typeof raw === 'object' && raw !== null && 'reading' in raw ? box.read(raw, at) : readPageEvent('email', raw, at)),
    async send(to, what, _open, about) {
      const id = `<ours.${about.parcelId}@jupiter.example>`
      if (what.kind === 'send' && stage !== null) {
        const page = openPages(storySecret, () => stage!.house.url)(about.conversationId, about.ticketNumber)
        const { subject, text, files } = compose({
          to, content: what, about, mailbox, letterId: id, answerTo: null, bouncesTo: mailbox.address, deskId: 'stories', now: stage.time.now(),
          thread: { mailbox: 'support', subject: 'Обращение', references: [], copies: [], language: 'ru', name: '', page, hops: 0 },
        })
        sent.push({ to, read: { id, subject, text: what.text, links: Object.fromEntries([...text.matchAll(/^(.+?):? (https?:\/\/\S+)$/gm)].map(([, label, url]) => [label!, url!])), files: files.map(({ filename }) => filename) } })
      }
      return { ok: true, externalIds: [id] }
    },
  }
  stage = await openStage({ more: [mail] })
  const opened = stage
  const bell = await openBell(opened.base.url)

  const writer = (name: string, address: string): Writer => {
    let seen = 0
    let turns = 0
    const post = async (link: string, fields: Readonly<Record<string, string>>): Promise<string> => {
      const body = new FormData()
      for (const [field, value] of Object.entries({ key: `${String(++turns).padStart(4, '0')}${'k'.repeat(18)}`, ...fields })) body.append(field, value)
      const answer = await pageOf(await fetch(link.split('?')[0]!, { method: 'POST', body }))
      if (answer.status !== 200) throw new Error(`the page answered ${answer.status}: ${answer.says.slice(0, 400)}`)
      await opened.rests()
      return answer.says
    }
    const self: Writer = {
      address,
      async writes({ files = [], ...letter }) {
        const kept: IncomingFile[] = []
        for (const file of files) {
          const { saved, row } = await saveFetched(opened.files, { stream: (async function* () { yield Buffer.from(file.name) })(), name: file.name, mime: file.mime, limit: 1_000_000 }, opened.time.now())
          await together(opened.db, [row])
          kept.push({ fileRef: saved.id, stored: saved.id, name: file.name, mime: file.mime, size: saved.size, kind: file.mime.startsWith('image/') ? 'photo' : 'document' })
        }
        const written: Written = { from: { name, address }, at: opened.time.now(), files: kept, ...letter }
        const event = letterOf(written)
        await record(opened.db, 'email', [{ key: event.eventKey, lane: `from ${address}`, raw: { reading: { ok: true, events: [event] } } }], opened.time.now(), 'raw')
        bell.ring('inbox')
        await opened.rests()
        return event.externalId
      },
      async news() {
        await opened.rests()
        const mine = self.letters()
        const fresh = mine.slice(seen)
        seen = mine.length
        return fresh
      },
      letters: () => sent.filter(({ to }) => to === address).map(({ read }) => read),
      opens: async link => pageOf(await fetch(link)),
      async follows(link) {
        const { html } = await self.opens(link)
        const asked = /<section class="card wish".*?name="choice" value="([^"]+)".*?<\/section>/s.exec(html)?.[1]
        if (asked === undefined) throw new Error('the link asks nothing')
        return post(link, { act: 'press', choice: asked })
      },
      fills: (link, fields) => post(link, fields),
    }
    return self
  }
  return {
    stage: opened, writer,
    end: async () => {
      await bell.close()
      await opened.end()
    },
  }
}

/** What a page says, in one line, and its markup. */
async function pageOf(response: Response): Promise<{ status: number; says: string; html: string }> {
  const html = await response.text()
  return { status: response.status, html, says: html.replace(/<head>.*?<\/head>/s, '').replaceAll(/<[^>]+>/g, ' ').replaceAll('&quot;', '"').replaceAll('&amp;', '&').replaceAll(/[\u00a0\u202f\s]+/g, ' ') }
}
