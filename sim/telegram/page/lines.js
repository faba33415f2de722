import { el, icon, icons, openMenu } from './dom.js'
import { formattedText } from './text.js'
import { dayOf, sizeOf, timeOf, words } from './words.js'

/**
 * @typedef {import('../transcript.ts').Line} Line
 * @typedef {{
 *   press: (line: Line, label: string) => void,
 *   command: (text: string) => void,
 *   reply: (line: Line) => void,
 *   edit: (line: Line) => void,
 *   view: (url: string) => void,
 * }} LineActs
 */

/** Draws the lines of one chat and redraws only what has changed. */
export class Log {
  /** @type {Map<string, { shape: string, element: HTMLElement }>} */
  #drawn = new Map()
  #isPinned = true
  #lastId = 0

  /**
   * @param {HTMLElement} root
   * @param {LineActs} acts
   */
  constructor(root, acts) {
    this.root = root
    this.acts = acts
    this.below = el('button', { type: 'button', class: 'below', hidden: true, 'aria-label': words.newBelow, onclick: () => this.toEnd() }, icon(icons.down))
    root.addEventListener('scroll', () => {
      this.#isPinned = this.#isAtEnd()
      if (this.#isPinned) this.below.hidden = true
    })
    // The window, the reply keyboard and the on-screen keyboard change the height: whoever reads the end stays there.
    new ResizeObserver(() => {
      if (this.#isPinned) this.toEnd()
    }).observe(root)
    root.after(this.below)
  }

  clear() {
    this.#drawn.clear()
    this.#isPinned = true
    this.#lastId = 0
    this.root.replaceChildren()
    this.below.hidden = true
  }

  /**
   * @param {Line[]} lines
   * @param {Node | null} empty what to show when there are none
   */
  show(lines, empty) {
    const isFirst = this.#drawn.size === 0
    const wasAtEnd = isFirst || this.#isPinned
    const shown = lines.filter((line) => !line.deleted)
    /** @type {Node[]} */
    const nodes = []
    let day = ''
    for (const group of albums(shown)) {
      const [line] = group
      if (line === undefined) continue
      if (dayOf(line.at) !== day) {
        day = dayOf(line.at)
        nodes.push(this.#kept(`day ${day}`, day, () => el('div', { class: 'day' }, day)))
      }
      const replied = line.replyTo === null ? undefined : lines.find((other) => other.messageId === line.replyTo)
      nodes.push(this.#kept(`line ${line.messageId}`, JSON.stringify([group, replied?.text]), () => this.#line(group, replied), !isFirst))
    }
    if (nodes.length === 0 && empty !== null) nodes.push(empty)
    this.#put(nodes)
    const last = shown.at(-1)?.messageId ?? 0
    const isNew = last > this.#lastId
    const isOwn = isNew && shown.at(-1)?.from === 'person'
    this.#lastId = last
    if (wasAtEnd || isOwn) this.toEnd()
    else if (isNew) this.below.hidden = false
  }

  toEnd() {
    this.#isPinned = true
    this.root.scrollTop = this.root.scrollHeight
    this.below.hidden = true
  }

  #isAtEnd() {
    return this.root.scrollHeight - this.root.scrollTop - this.root.clientHeight < 60
  }

  /**
   * Moves as little as possible: players and selections in lines that stay are left alone.
   * @param {Node[]} nodes
   */
  #put(nodes) {
    const gone = Array.from(this.root.childNodes).filter((child) => !nodes.includes(child))
    for (const child of gone) child.remove()
    for (const [index, node] of nodes.entries()) {
      const there = this.root.childNodes[index]
      if (there !== node) this.root.insertBefore(node, there ?? null)
    }
  }

  /**
   * @param {string} key
   * @param {string} shape
   * @param {() => HTMLElement} draw
   * @param {boolean} [isFlashed] a change in place is to catch the eye
   */
  #kept(key, shape, draw, isFlashed = false) {
    const known = this.#drawn.get(key)
    if (known !== undefined && known.shape === shape) return known.element
    const element = draw()
    if (isFlashed) element.classList.add(known === undefined ? 'is-new' : 'is-changed')
    this.#drawn.set(key, { shape, element })
    return element
  }

  /**
   * @param {Line[]} group one line, or the items of an album
   * @param {Line | undefined} replied
   */
  #line(group, replied) {
    const line = /** @type {Line} */ (group[0])
    if (line.from === 'service') return el('div', { class: 'day' }, words.service)
    const text = group.find((one) => one.text !== '')
    const bubble = el('div', { class: 'bubble' },
      replied !== undefined && el('div', { class: 'quote' },
        el('strong', {}, replied.from === 'bot' ? replied.author : words.you), el('span', {}, replied.text || titleOf(replied))),
      this.#media(group),
      text !== undefined && el('div', { class: 'text' }, formattedText(text.text, text.entities, (command) => this.acts.command(command))),
      el('div', { class: 'meta' },
        line.silent && el('span', { class: 'silent', title: words.silent }, icon(icons.silent), el('span', { class: 'hidden' }, words.silent)),
        line.edits.length > 0 && el('span', { class: 'edited', title: line.edits.at(-1)?.text ?? '' }, words.edited),
        el('time', { dateTime: new Date(line.at).toISOString() }, timeOf(line.at))))
    const more = el('button', { type: 'button', class: 'icon-button more', 'aria-label': words.menu, 'aria-haspopup': 'menu', onclick: () => openMenu(more, [
      { label: words.reply, icon: icons.reply, run: () => this.acts.reply(line) },
      ...(line.from === 'person' && (line.kind === 'text' || line.text !== '') ? [{ label: words.edit, icon: icons.edit, run: () => this.acts.edit(line) }] : []),
    ]) }, icon(icons.menu))
    return el('article', { class: `line from-${line.from}`, 'data-message': line.messageId, 'aria-label': line.from === 'bot' ? line.author : words.you },
      el('div', { class: 'bubble-row' }, bubble, more),
      line.reactions.length > 0 && el('div', { class: 'reactions' }, line.reactions.join(' ')),
      line.buttons.length > 0 && this.#buttons(line))
  }

  /** @param {Line} line */
  #buttons(line) {
    return el('div', { class: 'inline-buttons' }, ...line.buttons.map((row) => el('div', { class: 'inline-row' }, ...row.map((button) => button.url === null
      ? el('button', { type: 'button', onclick: () => this.acts.press(line, button.data ?? button.label) }, button.label)
      : el('a', { href: /^https?:/i.test(button.url) ? button.url : '#', target: '_blank', rel: 'noopener noreferrer' }, `${button.label} ↗`)))))
  }

  /** @param {Line[]} group */
  #media(group) {
    const line = /** @type {Line} */ (group[0])
    if (group.length > 1) return el('div', { class: `album of-${Math.min(group.length, 4)}` }, ...group.map((one) => this.#file(one)))
    if (line.location !== null) {
      const { latitude, longitude, title } = line.location
      return card(icons.pin, title ?? words.geo, `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`)
    }
    if (line.contact !== null) return card(icons.phone, line.contact.name, line.contact.phone)
    return line.file === null ? null : this.#file(line)
  }

  /** @param {Line} line */
  #file(line) {
    const { file } = line
    if (file === null) return null
    const src = `/sim/file/${file.fileId}`
    if (!file.isStored && line.kind !== 'sticker') return card(icons.file, file.name ?? titleOf(line), `${sizeOf(file.size)}. ${words.noBytes}`)
    switch (line.kind) {
      case 'photo': return el('button', { type: 'button', class: 'photo', 'aria-label': words.openPhoto, onclick: () => this.acts.view(src) },
        el('img', { src, alt: '', width: file.width, height: file.height }))
      case 'sticker': return el('div', { class: 'sticker', role: 'img', 'aria-label': words.sticker }, '🙂')
      case 'voice':
      case 'audio': return el('audio', { controls: true, src, preload: 'metadata', 'aria-label': words.voice })
      case 'video': return el('video', { controls: true, src, preload: 'metadata' })
      case 'video_note': return el('video', { class: 'round', controls: true, src, preload: 'metadata', 'aria-label': words.videoNote })
      default: {
        return el('a', { class: 'file-link', href: src, download: file.name ?? '', title: words.download }, card(icons.file, file.name ?? words.file, sizeOf(file.size)))
      }
    }
  }
}

/**
 * @param {string} path
 * @param {string} title
 * @param {string} note
 */
function card(path, title, note) {
  return el('div', { class: 'card' }, el('span', { class: 'card-icon' }, icon(path)), el('span', { class: 'card-text' }, el('strong', {}, title), el('small', {}, note)))
}

/**
 * Neighbouring lines with one media group stand together.
 * @param {Line[]} lines
 */
function albums(lines) {
  /** @type {Line[][]} */
  const groups = []
  for (const line of lines) {
    const last = groups.at(-1)
    const isMore = line.mediaGroupId !== null && last?.[0]?.mediaGroupId === line.mediaGroupId && (line.kind === 'photo' || line.kind === 'video')
    if (isMore) last?.push(line)
    else groups.push([line])
  }
  return groups
}

/**
 * What a line without text is called in one word.
 * @param {Line} line
 */
export function titleOf(line) {
  switch (line.kind) {
    case 'photo': return `🖼 ${words.photo.split(' ')[0]}`
    case 'voice':
    case 'audio': return `🎤 ${words.voice}`
    case 'video':
    case 'video_note': return `🎬 ${words.videoNote}`
    case 'sticker': return words.sticker
    case 'location': return `📍 ${words.geo}`
    case 'contact': return `👤 ${words.card}`
    case 'document': return `📄 ${line.file?.name ?? words.file}`
    default: return words.service
  }
}
