import { Tray } from './attachments.js'
import { el, icon, icons, openMenu } from './dom.js'
import { canRecord, startRecording } from './recorder.js'
import { packed } from './server.js'
import { words } from './words.js'

/**
 * @typedef {import('../transcript.ts').Line} Line
 * @typedef {import('../transcript.ts').ChatView} ChatView
 * @typedef {import('../pages.ts').CastMember} CastMember
 * @typedef {import('../acts.ts').Act extends infer A ? A extends unknown ? Omit<A, 'person'> : never : never} OwnAct an act without its person
 * @typedef {{ do: (act: any) => Promise<boolean>, fail: (reason: string) => void }} Hands `do` answers whether it went well
 */

/** The lower part of the chat: text field, attachments, recording, answering, editing, the bot's reply keyboard. */
export class Composer {
  /** @type {{ kind: 'reply' | 'edit', line: Line } | null} */
  #about = null
  /** @type {{ finish: () => Promise<File>, cancel: () => void } | null} */
  #recording = null
  /** @type {CastMember | null} */
  #person = null
  /** Unsent words of each person. @type {Map<number, string>} */
  #drafts = new Map()
  #isBlocked = false
  #keyboardShape = ''

  /**
   * @param {HTMLElement} root
   * @param {Hands} hands
   */
  constructor(root, hands) {
    this.hands = hands
    this.tray = new Tray(() => this.#refresh())
    this.field = el('textarea', { rows: 1, 'aria-label': words.placeholder, placeholder: words.placeholder, maxLength: 20_000 })
    this.aboutBar = el('div', { class: 'about', hidden: true })
    this.keyboard = el('div', { class: 'keyboard', role: 'group', 'aria-label': words.keyboard, hidden: true })
    this.attachButton = el('button', { type: 'button', class: 'icon-button', 'aria-label': words.attach, title: words.attach, onclick: () => this.#attach() }, icon(icons.attach))
    this.sendButton = el('button', { type: 'button', class: 'icon-button primary', 'aria-label': words.send, title: words.send, onclick: () => void this.#send() }, icon(icons.send))
    this.recordButton = el('button', { type: 'button', class: 'icon-button', 'aria-label': words.record, title: words.record, onclick: () => void this.#record() }, icon(icons.microphone))
    this.recordingBar = el('div', { class: 'recording', hidden: true },
      el('span', { class: 'recording-dot' }), words.recording,
      el('button', { type: 'button', class: 'text-button', onclick: () => this.#endRecording(false) }, words.cancel),
      el('button', { type: 'button', class: 'icon-button primary', 'aria-label': words.stopAndSend, onclick: () => this.#endRecording(true) }, icon(icons.send)))
    this.row = el('div', { class: 'composer-row' }, this.attachButton, this.field, this.recordButton, this.sendButton)
    this.blockedBar = el('div', { class: 'blocked', hidden: true }, el('span', {}, words.blocked),
      el('button', { type: 'button', class: 'wide-button', onclick: () => void this.hands.do({ act: 'unblocks' }) }, words.unblock))
    root.append(this.aboutBar, this.tray.element, this.row, this.recordingBar, this.blockedBar, this.keyboard)

    this.field.addEventListener('input', () => this.#refresh())
    this.field.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
        event.preventDefault()
        void this.#send()
      } else if (event.key === 'Escape') this.#clearAbout()
    })
    this.field.addEventListener('paste', (event) => {
      const files = [...(event.clipboardData?.files ?? [])]
      if (files.length === 0) return
      event.preventDefault()
      this.tray.add(files)
    })
    this.#refresh()
  }

  /** @param {CastMember} person */
  switchTo(person) {
    if (this.#person !== null) this.#drafts.set(this.#person.id, this.field.value)
    this.#person = person
    this.field.value = this.#drafts.get(person.id) ?? ''
    this.tray.take()
    this.#clearAbout()
    this.#refresh()
  }

  /** @param {ChatView} chat */
  show(chat) {
    this.#isBlocked = chat.blocked
    const shape = JSON.stringify([chat.keyboard, chat.blocked])
    if (shape !== this.#keyboardShape) {
      this.#keyboardShape = shape
      this.keyboard.hidden = chat.keyboard === null || chat.blocked
      this.keyboard.replaceChildren(...(chat.keyboard ?? []).map((row) => el('div', { class: 'keyboard-row' }, ...row.map((button) => el('button', {
        type: 'button', onclick: () => void this.hands.do({ act: 'presses', button: button.label }),
      }, button.asks === 'contact' && icon(icons.phone), button.asks === 'location' && icon(icons.pin), button.label)))))
    }
    this.#refresh()
  }

  /** @param {Line} line */
  reply(line) {
    this.#setAbout('reply', line)
  }

  /** @param {Line} line */
  edit(line) {
    this.#setAbout('edit', line)
    this.field.value = line.text
    this.#refresh()
  }

  /** @param {Iterable<File>} files */
  attach(files) {
    if (this.#isBlocked) return
    this.tray.add(files)
    this.field.focus()
  }

  async #send() {
    const text = this.field.value.trim()
    const about = this.#about
    if (about?.kind === 'edit') {
      if (text !== '' && text !== about.line.text && !(await this.hands.do({ act: 'edits', messageId: about.line.messageId, text }))) return
    } else if (this.tray.items.length > 0) {
      this.field.value = ''
      await this.#sendFiles(text, about === null ? {} : { replyTo: about.line.messageId })
    } else if (text !== '') {
      this.field.value = ''
      this.#refresh()
      const isSaid = await this.hands.do({ act: 'says', text, ...(about === null ? {} : { replyTo: about.line.messageId }) })
      if (!isSaid) this.field.value ||= text
    } else return
    if (about?.kind === 'edit') this.field.value = ''
    this.#clearAbout()
    this.#refresh()
  }

  /**
   * Pictures and videos chosen together go as one album, as in the real thing; the caption stands on the first.
   * @param {string} caption
   * @param {{ replyTo?: number }} where
   */
  async #sendFiles(caption, where) {
    const items = this.tray.take()
    const pictures = items.filter((item) => item.kind !== 'document').length
    const mediaGroupId = pictures > 1 ? `14${Date.now()}` : undefined
    for (const [index, { file, kind }] of items.entries()) {
      const isGood = await this.hands.do({
        act: 'sends', kind, file: await packed(file), ...where,
        ...(index === 0 && caption !== '' ? { caption } : {}),
        ...(mediaGroupId !== undefined && kind !== 'document' ? { mediaGroupId } : {}),
      })
      if (!isGood) return
    }
  }

  #attach() {
    const person = this.#person
    openMenu(this.attachButton, [
      { label: words.photo, icon: icons.photo, run: () => pick('image/png,image/jpeg,image/webp,image/gif,video/*', (files) => this.attach(files)) },
      { label: words.file, icon: icons.file, run: () => pick('', (files) => {
        this.tray.add(files, true)
        this.field.focus()
      }) },
      { label: words.voiceFile, icon: icons.microphone, run: () => pick('audio/*', (files) => void this.#sendVoice(files[0])) },
      { label: words.location, icon: icons.pin, run: () => void this.hands.do({ act: 'sendsLocation', ...(person?.place ?? { latitude: 55.7558, longitude: 37.6176 }) }) },
      { label: words.contact, icon: icons.phone, run: () => void this.hands.do({ act: 'sharesContact' }) },
    ])
  }

  /** @param {File | undefined} file */
  async #sendVoice(file) {
    if (file === undefined) return
    await this.hands.do({ act: 'sends', kind: 'voice', file: await packed(file) })
  }

  async #record() {
    if (!canRecord()) return this.hands.fail(words.noMicrophone)
    try {
      this.#recording = await startRecording()
    } catch {
      this.hands.fail(words.noMicrophone)
    }
    this.#refresh()
  }

  /** @param {boolean} isSent */
  async #endRecording(isSent) {
    const recording = this.#recording
    this.#recording = null
    this.#refresh()
    if (recording === null) return
    if (isSent) await this.#sendVoice(await recording.finish())
    else recording.cancel()
  }

  /**
   * @param {'reply' | 'edit'} kind
   * @param {Line} line
   */
  #setAbout(kind, line) {
    this.#about = { kind, line }
    this.aboutBar.hidden = false
    this.aboutBar.replaceChildren(
      icon(kind === 'edit' ? icons.edit : icons.reply),
      el('div', { class: 'about-text' },
        el('strong', {}, kind === 'edit' ? words.editing : words.replying(line.from === 'bot' ? line.author : words.you)),
        el('span', {}, line.text || line.file?.name || '…')),
      el('button', { type: 'button', class: 'icon-button', 'aria-label': words.cancel, onclick: () => {
        if (kind === 'edit') this.field.value = ''
        this.#clearAbout()
        this.#refresh()
      } }, icon(icons.close)))
    this.field.focus()
  }

  #clearAbout() {
    this.#about = null
    this.aboutBar.hidden = true
  }

  #refresh() {
    const hasContent = this.field.value.trim() !== '' || this.tray.items.length > 0
    const isRecording = this.#recording !== null
    this.sendButton.hidden = !hasContent
    this.recordButton.hidden = hasContent
    this.row.hidden = this.#isBlocked || isRecording
    this.recordingBar.hidden = !isRecording || this.#isBlocked
    this.blockedBar.hidden = !this.#isBlocked
    this.field.placeholder = this.tray.items.length > 0 ? words.caption : words.placeholder
    // Grows with the text up to about six lines.
    this.field.style.height = 'auto'
    this.field.style.height = `${Math.min(150, this.field.scrollHeight)}px`
  }
}

/**
 * @param {string} accept
 * @param {(files: File[]) => void} use
 */
function pick(accept, use) {
  const input = el('input', { type: 'file', accept, multiple: true })
  input.addEventListener('change', () => use([...(input.files ?? [])]))
  input.click()
}
