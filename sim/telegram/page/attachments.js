import { el, icon, icons } from './dom.js'
import { sizeOf, words } from './words.js'

/** @typedef {{ file: File, kind: 'photo' | 'video' | 'document', preview: string | null }} Attachment */

/** Files that wait above the text field to be sent with it. */
export class Tray {
  /** @param {() => void} onChange */
  constructor(onChange) {
    /** @type {Attachment[]} */
    this.items = []
    this.onChange = onChange
    this.element = el('div', { class: 'tray', hidden: true })
  }

  /**
   * @param {Iterable<File>} files
   * @param {boolean} [asDocuments]
   */
  add(files, asDocuments = false) {
    for (const file of files) {
      const kind = asDocuments ? 'document' : /^image\/(?:png|jpeg|webp|gif)$/.test(file.type) ? 'photo' : file.type.startsWith('video/') ? 'video' : 'document'
      this.items.push({ file, kind, preview: kind === 'photo' ? URL.createObjectURL(file) : null })
    }
    this.#render()
  }

  /** Gives the files away and empties the tray. */
  take() {
    const taken = this.items
    for (const { preview } of taken) if (preview !== null) URL.revokeObjectURL(preview)
    this.items = []
    this.#render()
    return taken
  }

  #render() {
    this.element.hidden = this.items.length === 0
    this.element.replaceChildren(...this.items.map((item) => el('div', { class: 'tray-item' },
      item.preview === null ? icon(icons.file) : el('img', { src: item.preview, alt: '' }),
      el('span', { class: 'tray-name' }, item.file.name || words.photo, el('small', {}, sizeOf(item.file.size))),
      item.preview !== null && el('button', {
        type: 'button', class: 'text-button', onclick: () => {
          item.kind = item.kind === 'photo' ? 'document' : 'photo'
          this.#render()
        },
      }, item.kind === 'photo' ? words.asFile : words.asPhoto),
      el('button', {
        type: 'button', class: 'icon-button', 'aria-label': words.remove, onclick: () => {
          this.items = this.items.filter((other) => other !== item)
          this.#render()
        },
      }, icon(icons.close)),
    )))
    this.onChange()
  }
}
