import { el } from './dom.js'
import { words } from './words.js'

/** @typedef {import('../transcript.ts').Line['entities'][number]} Entity */

/**
 * Text with its entities as nodes. Nothing of the text is ever read as markup; a link is kept only when it is http(s).
 * @param {string} text
 * @param {readonly Entity[]} entities
 * @param {(command: string) => void} onCommand
 * @returns {DocumentFragment}
 */
export function formattedText(text, entities, onCommand) {
  const fragment = document.createDocumentFragment()
  fill(fragment, { text, from: 0, to: text.length, entities: entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length), onCommand })
  return fragment
}

/**
 * @param {Node & ParentNode} parent
 * @param {{ text: string, from: number, to: number, entities: readonly Entity[], onCommand: (command: string) => void }} span
 */
function fill(parent, { text, from, to, entities, onCommand }) {
  let at = from
  let rest = entities.filter((entity) => entity.offset >= from && entity.offset < to)
  while (rest.length > 0) {
    const [entity, ...others] = rest
    if (entity === undefined) break
    parent.append(text.slice(at, entity.offset))
    const end = Math.min(to, entity.offset + entity.length)
    const node = nodeFor(entity, text.slice(entity.offset, end), onCommand)
    fill(node, { text, from: entity.offset, to: end, entities: others, onCommand })
    parent.append(node)
    at = end
    rest = others.filter((other) => other.offset >= end)
  }
  parent.append(text.slice(at, to))
}

const tags = /** @type {const} */ ({ bold: 'b', italic: 'i', underline: 'u', strikethrough: 's', code: 'code', pre: 'pre', blockquote: 'blockquote', expandable_blockquote: 'blockquote' })

/**
 * @param {Entity} entity
 * @param {string} content
 * @param {(command: string) => void} onCommand
 * @returns {HTMLElement}
 */
function nodeFor(entity, content, onCommand) {
  switch (entity.type) {
    case 'text_link': return link(entity.url)
    case 'url': return link(/^https?:/i.test(content) ? content : `http://${content}`)
    case 'email': return el('a', { href: `mailto:${content}` })
    case 'bot_command': return el('button', { type: 'button', class: 'inline-command', onclick: () => onCommand(content) })
    case 'spoiler': return el('button', {
      type: 'button', class: 'spoiler', title: words.hiddenText,
      onclick: (/** @type {MouseEvent} */ event) => /** @type {HTMLElement} */ (event.currentTarget).classList.toggle('is-open'),
    })
    default: return el(entity.type in tags ? tags[/** @type {keyof typeof tags} */ (entity.type)] : 'span')
  }
}

/**
 * @param {string} href
 * @returns {HTMLElement}
 */
function link(href) {
  const isSafe = URL.canParse(href) && ['http:', 'https:'].includes(new URL(href).protocol)
  return isSafe ? el('a', { href, target: '_blank', rel: 'noopener noreferrer' }) : el('span')
}
