import type { Outgoing, OutgoingFile, SendFailure } from '../../delivery/outbound.ts'
import { formatText } from './format.ts'
import type { Part } from './format.ts'
import { limits } from './limits.ts'
import { flawOfButtons, inlineKeyboard, linkLines, replyKeyboard } from './markup.ts'
import type { Markup } from './markup.ts'

export type FileForm = 'photo' | 'document' | 'voice'

/** One call to the Bot API. An album makes as many messages as it has files, everything else one. */
export type Step = (
  | { kind: 'text'; part: Part }
  | { kind: 'file'; form: FileForm; file: OutgoingFile; caption: Part | null }
  | { kind: 'album'; form: 'photo' | 'document'; files: readonly OutgoingFile[]; caption: Part | null }
) & { markup?: Markup; replyTo?: number }

export type Plan = { ok: true; steps: readonly Step[] } | ({ ok: false; detail: string } & SendFailure)

export const messagesOf = (step: Step): number => (step.kind === 'album' ? step.files.length : 1)

/**
 * The calls that one outgoing message takes, in order: files, then text (as a caption where it fits), buttons on the last. The same message always
 * gives the same steps, so a broken-off attempt can be continued. `maxUpload`: bytes that this server takes.
 */
export function planSend(what: Extract<Outgoing, { kind: 'send' }>, maxUpload: number = limits.upload): Plan {
  const files = what.files ?? []
  const heavy = files.find(file => file.size > maxUpload)
  if (heavy !== undefined) return { ok: false, class: 'too_large', detail: `a file of ${heavy.size} bytes, ${maxUpload} fit` }
  const flaw = files.some(file => file.size === 0) ? 'an empty file' : flawOfButtons(what.buttons)
  if (flaw !== null) return { ok: false, class: 'invalid_content', detail: flaw }

  const text = [what.text, ...linkLines(what.buttons)].filter(line => line !== '').join('\n')
  const inline = inlineKeyboard(what.buttons)
  const reply = replyKeyboard(what)
  const carriers = fileSteps(files)
  const parts = formatText({ title: what.title, text })
  const [only] = parts
  const steps = only !== undefined && fitsAsCaption(carriers, parts, inline !== null || reply !== null)
    ? carriers.map(step => withCaption(step, only))
    : [...carriers, ...parts.map((part): Step => ({ kind: 'text', part }))]
  if (steps.length === 0) return { ok: false, class: 'invalid_content', detail: 'a message without text and files' }
  const dressed = withMarkup(steps, inline, reply, what.askPhone?.label)
  const target = Number(what.replyTo)
  return { ok: true, steps: Number.isSafeInteger(target) && target > 0 ? dressed.map((step, index) => (index === 0 ? { ...step, replyTo: target } : step)) : dressed }
}

/** Photos that Telegram takes as photos, voice as voice; everything else, logs above all, untouched as a document (photos are recompressed). */
export function formOf({ as, mime, size, name }: OutgoingFile): FileForm {
  if (as === 'photo' && /^image\/(jpeg|png|webp)$/.test(mime) && size <= limits.photoUpload) return 'photo'
  return as === 'voice' && (mime.startsWith('audio/ogg') || /\.(ogg|oga|opus)$/i.test(name)) ? 'voice' : 'document'
}

/** Neighbours of one form go together as an album, ten at most; photos and documents do not mix, voices stand alone. */
function fileSteps(files: readonly OutgoingFile[]): readonly Step[] {
  const groups: { form: FileForm; files: OutgoingFile[] }[] = []
  for (const file of files) {
    const form = formOf(file)
    const last = groups.at(-1)
    if (last !== undefined && last.form === form && form !== 'voice' && last.files.length < limits.albumItems) last.files.push(file)
    else groups.push({ form, files: [file] })
  }
  return groups.map(group => stepOf(group.form, group.files))
}

function stepOf(form: FileForm, files: readonly OutgoingFile[]): Step {
  const [first] = files
  if (first === undefined) throw new Error('a step without files')
  return files.length === 1 || form === 'voice' ? { kind: 'file', form, file: first, caption: null } : { kind: 'album', form, files, caption: null }
}

/** An album cannot carry a keyboard, so its text has to stand on its own then. */
function fitsAsCaption(carriers: readonly Step[], parts: readonly Part[], keyboard: boolean): boolean {
  const [part] = parts
  return carriers.length === 1 && parts.length === 1 && part !== undefined && part.plain.length <= limits.caption
    && !(keyboard && carriers[0]?.kind === 'album')
}

const withCaption = (step: Step, caption: Part): Step => (step.kind === 'text' ? step : { ...step, caption })

/** Inline buttons on the last message. The keyboard for the phone goes with them only if another message can carry it. */
function withMarkup(bare: readonly Step[], inline: Markup | null, reply: Markup | null, askLabel: string | undefined): readonly Step[] {
  if (inline === null && reply === null) return bare
  const steps = lastAlone(bare)
  const last = steps.length - 1
  const dress = (at: number, markup: Markup) => (step: Step, index: number): Step => (index === at ? { ...step, markup } : step)
  if (inline === null) return reply === null ? steps : steps.map(dress(last, reply))
  const withButtons = steps.map(dress(last, inline))
  if (reply === null) return withButtons
  if (last > 0 && steps[0]?.kind !== 'album') return withButtons.map(dress(0, reply))
  // Taking a keyboard away can wait (it folded itself when it was used); asking cannot.
  const [ask] = formatText({ text: askLabel ?? '' })
  return ask === undefined ? withButtons : [...withButtons, { kind: 'text', part: ask, markup: reply }]
}

/** The last file of an album on its own, so that it can carry buttons. */
function lastAlone(steps: readonly Step[]): readonly Step[] {
  const last = steps.at(-1)
  const file = last?.kind === 'album' ? last.files.at(-1) : undefined
  if (last?.kind !== 'album' || file === undefined) return steps
  return [...steps.slice(0, -1), stepOf(last.form, last.files.slice(0, -1)), stepOf(last.form, [file])]
}
