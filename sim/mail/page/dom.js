/** Building pages from nodes: text goes in as text and never as markup. */

/**
 * @typedef {Node | string | null | undefined | false} Child
 * @typedef {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} Properties
 */

/**
 * @template {keyof HTMLElementTagNameMap} T
 * @param {T} tag
 * @param {Properties} [properties] `on…` are listeners; `class` and names with a dash are attributes, the rest properties
 * @param {Child[]} children
 * @returns {HTMLElementTagNameMap[T]}
 */
export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue
    if (typeof value === 'function') element.addEventListener(name.slice(2), value)
    else if (name === 'class') element.className = String(value)
    else if (name.includes('-') || name === 'role') element.setAttribute(name, String(value))
    else Reflect.set(element, name, value)
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false))
  return element
}

/**
 * @param {string} path of a 24 × 24 drawing
 * @returns {SVGSVGElement}
 */
export function icon(path) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
  svg.setAttribute('viewBox', '0 0 24 24')
  svg.setAttribute('aria-hidden', 'true')
  const line = document.createElementNS('http://www.w3.org/2000/svg', 'path')
  line.setAttribute('d', path)
  svg.append(line)
  return svg
}

export const icons = {
  attach: 'M21 11.500l-8.500 8.500a5.500 5.500 0 0 1-7.800-7.800l8.900-8.900a3.700 3.700 0 0 1 5.200 5.200l-8.900 8.900a1.800 1.800 0 0 1-2.600-2.600l8.200-8.200',
  send: 'M4 12l16-8-5 16-3.500-6.500zM11.500 13.500L20 4',
  microphone: 'M12 3a3 3 0 0 1 3 3v5a3 3 0 0 1-6 0V6a3 3 0 0 1 3-3zM5.500 11a6.500 6.500 0 0 0 13 0M12 17.500V21',
  menu: 'M12 5.500v.01M12 12v.01M12 18.500v.01',
  close: 'M6 6l12 12M18 6L6 18',
  reply: 'M10 6L4 12l6 6M4 12h9a7 7 0 0 1 7 7',
  edit: 'M4 20l1-4L16 5l3 3L8 19z',
  file: 'M7 3h7l4 4v14H7zM14 3v4h4',
  photo: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.500 9v.01',
  pin: 'M12 21s-6.500-6-6.500-11a6.500 6.500 0 0 1 13 0c0 5-6.500 11-6.500 11zM12 10v.01',
  phone: 'M6 4h4l2 5-2.500 1.500a11 11 0 0 0 4 4L15 12l5 2v4a2 2 0 0 1-2 2A14 14 0 0 1 4 6a2 2 0 0 1 2-2z',
  silent: 'M6 16V11a6 6 0 0 1 9-5.200M18 10v6M4 16h12M10 19.500a2 2 0 0 0 4 0M4 4l16 16',
  down: 'M6 9l6 6 6-6',
  qr: 'M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM18 18h2v2h-2zM18 14h2M14 18v2',
  block: 'M12 3.500a8.500 8.500 0 1 0 0 17 8.500 8.500 0 0 0 0-17zM6 6l12 12',
  play: 'M8 5l11 7-11 7z',
}

/**
 * A button that opens a small menu beside it; arrows move, Escape closes.
 * @param {HTMLElement} anchor
 * @param {{ label: string, icon: string, run: () => void }[]} items
 */
export function openMenu(anchor, items) {
  document.querySelector('.menu')?.remove()
  const menu = el('div', { class: 'menu', role: 'menu' }, ...items.map((item) => el('button', {
    type: 'button', role: 'menuitem', onclick: () => {
      close()
      item.run()
    },
  }, icon(item.icon), item.label)))
  /** @param {Event} event */
  const away = (event) => {
    if (event.target instanceof Node && !menu.contains(event.target)) close()
  }
  const close = () => {
    menu.remove()
    document.removeEventListener('pointerdown', away, true)
  }
  menu.addEventListener('keydown', (event) => {
    const buttons = [...menu.querySelectorAll('button')]
    const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement))
    if (event.key === 'Escape') {
      close()
      anchor.focus()
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      buttons[(at + (event.key === 'ArrowDown' ? 1 : buttons.length - 1)) % buttons.length]?.focus()
    }
  })
  document.body.append(menu)
  const box = anchor.getBoundingClientRect()
  const fits = { x: Math.max(8, Math.min(box.left, innerWidth - menu.offsetWidth - 8)), above: box.top - menu.offsetHeight - 6, below: box.bottom + 6 }
  menu.style.left = `${fits.x}px`
  menu.style.top = `${fits.above > 8 && box.top > innerHeight / 2 ? fits.above : Math.min(fits.below, innerHeight - menu.offsetHeight - 8)}px`
  menu.querySelector('button')?.focus()
  setTimeout(() => document.addEventListener('pointerdown', away, true))
}
