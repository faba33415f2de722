import { el } from './dom.js'
import { language, longMomentOf, momentOf, sizeOf, words } from './words.js'

/**
 * @typedef {{ name: string, address: string }} Box
 * @typedef {{ id: string, way: 'sent' | 'received', at: number, from: Box | null, to: Box | null, subject: string, preview: string, files: number }} Line
 * @typedef {Line & { text: string, hasHtml: boolean, cc: Box[], head: string, attachments: { place: number, name: string, size: number }[] }} Letter
 * @typedef {{ address: string, name: string, role: string, letters: Line[] }} Person
 */

const $ = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id))
const seenKey = 'practice-mail-seen'
/** Letters that were opened. @type {Set<string>} */
const seen = new Set(JSON.parse(localStorage.getItem(seenKey) ?? '[]'))
const mostBytes = 40 * 1_024 * 1_024

/** @type {Person[]} */
let people = []
let current = new URLSearchParams(location.search).get('as') ?? ''
/** The letter that is open; null: none, or one is being written. @type {string | null} */
let openId = null

document.documentElement.lang = language
document.title = words.title
$('banner').textContent = words.banner
$('people').setAttribute('aria-label', words.people)
$('list').setAttribute('aria-label', words.letters)
$('pane').setAttribute('aria-label', words.letter)

const person = () => people.find((one) => one.address === current) ?? people[0]
/** @param {Line} line */
const isUnread = (line) => line.way === 'received' && !seen.has(line.id)

/** @param {string} text */
function toast(text) {
  const note = el('div', { class: 'toast' }, text)
  $('toasts').append(note)
  setTimeout(() => note.remove(), 6_000)
}

async function load() {
  const answer = await fetch('/mail/people')
  people = (await answer.json()).people
  if (person() !== undefined) current = person()?.address ?? ''
  showPeople()
  showList()
}

function showPeople() {
  const focused = document.activeElement?.getAttribute('data-person')
  $('people').replaceChildren(...people.map((one) => {
    const unread = one.letters.filter(isUnread).length
    return el('button', { type: 'button', class: 'person', 'data-person': one.address, 'aria-current': one.address === current ? 'true' : null, onclick: () => choose(one.address) },
      el('strong', {}, one.name), el('span', { class: 'role' }, one.role), el('span', {}, one.address),
      unread > 0 && el('span', { class: 'unread', role: 'img', 'aria-label': words.unread(unread) }, String(unread)))
  }))
  if (focused !== null && focused !== undefined) focusOn(`[data-person="${CSS.escape(focused)}"]`)
}

/** @param {string} selector */
function focusOn(selector) {
  const found = document.querySelector(selector)
  if (found instanceof HTMLElement) found.focus()
}

/** @param {string} address */
function choose(address) {
  current = address
  openId = null
  const url = new URL(location.href)
  url.searchParams.set('as', address)
  history.replaceState(null, '', url)
  document.body.dataset['pane'] = 'list'
  $('pane').replaceChildren(el('p', { class: 'empty' }, words.choose))
  showPeople()
  showList()
}

function showList() {
  const focused = document.activeElement?.getAttribute('data-letter')
  const letters = [...person()?.letters ?? []].sort((one, other) => other.at - one.at)
  $('list').replaceChildren(
    el('div', { class: 'list-head' }, el('button', { type: 'button', class: 'main-button', onclick: () => compose(null) }, words.compose)),
    ...letters.length === 0 ? [el('p', { class: 'empty' }, words.empty)] : letters.map((line) => el('button', {
      type: 'button', class: isUnread(line) ? 'letter is-new' : 'letter', 'data-letter': line.id, 'aria-current': line.id === openId ? 'true' : null, onclick: () => void open(line.id),
    },
      el('span', { class: 'letter-top' }, el('span', { class: 'letter-who' }, line.way === 'sent' ? words.sentTo(named(line.to)) : named(line.from)), el('time', {}, momentOf(line.at))),
      el('span', { class: 'letter-subject' }, line.subject || words.noSubject),
      el('span', { class: 'letter-preview' }, line.files > 0 ? `${words.files}: ${line.files}. ${line.preview}` : line.preview))))
  if (focused !== null && focused !== undefined) focusOn(`[data-letter="${CSS.escape(focused)}"]`)
}

/** @param {Box | null} box */
const named = (box) => (box === null ? '' : box.name || box.address)
/** @param {Box | null} box */
const whole = (box) => (box === null ? '' : box.name === '' ? box.address : `${box.name} <${box.address}>`)

/** @param {string} id */
async function open(id) {
  /** @type {Letter} */
  const letter = await (await fetch(`/mail/letter?id=${encodeURIComponent(id)}`)).json()
  openId = id
  seen.add(id)
  localStorage.setItem(seenKey, JSON.stringify([...seen].slice(-2_000)))
  document.body.dataset['pane'] = 'pane'
  showPeople()
  showList()
  const view = el('div', { class: 'compose' })
  let isPlain = !letter.hasHtml
  const show = () => {
    view.replaceChildren(isPlain ? el('pre', { class: 'plain', tabIndex: 0 }, letter.text) : el('iframe', { class: 'view', title: words.letter, src: `/mail/html?id=${encodeURIComponent(id)}`, 'sandbox': 'allow-popups allow-popups-to-escape-sandbox' }))
  }
  show()
  const head = el('pre', { class: 'plain head-lines', hidden: true, tabIndex: 0 }, letter.head)
  const look = el('button', { type: 'button', class: 'quiet-button', hidden: !letter.hasHtml, onclick: () => {
    isPlain = !isPlain
    look.textContent = isPlain ? words.html : words.plain
    show()
  } }, words.plain)
  const heads = el('button', { type: 'button', class: 'quiet-button', 'aria-expanded': 'false', onclick: () => {
    head.hidden = !head.hidden
    heads.textContent = head.hidden ? words.head : words.hideHead
    heads.setAttribute('aria-expanded', String(!head.hidden))
  } }, words.head)
  $('pane').replaceChildren(...[
    el('div', { class: 'bar' }, backButton(), letter.way === 'received' && el('button', { type: 'button', class: 'main-button', onclick: () => compose(letter) }, words.reply), look, heads),
    el('h1', {}, letter.subject || words.noSubject),
    el('dl', { class: 'facts' }, ...facts([[words.from, whole(letter.from)], [words.to, whole(letter.to)], [words.copy, letter.cc.map(whole).join(', ')], [words.at, longMomentOf(letter.at)]])),
    head,
    letter.attachments.length === 0 ? null : el('ul', { class: 'attachments', 'aria-label': words.files }, ...letter.attachments.map(({ place, name, size }) =>
      el('li', {}, el('a', { href: `/mail/file?id=${encodeURIComponent(id)}&place=${place}` }, name), ` ${sizeOf(size)}`))),
    view,
  ].filter((part) => part !== null))
  $('pane').focus()
}

/** @param {[string, string][]} rows */
const facts = (rows) => rows.filter(([, value]) => value !== '').flatMap(([name, value]) => [el('dt', {}, name), el('dd', {}, value)])

const backButton = () => el('button', { type: 'button', class: 'quiet-button back', onclick: () => {
  document.body.dataset['pane'] = 'list'
  focusOn('.main-button')
} }, words.back)

/**
 * @param {string} name
 * @param {Record<string, string>} choices
 */
const choice = (name, choices) => el('select', { name }, ...Object.entries(choices).map(([value, label]) => el('option', { value }, label)))

/** @param {Letter | null} answered */
function compose(answered) {
  openId = null
  document.body.dataset['pane'] = 'pane'
  showList()
  /** @type {File[]} */
  let files = []
  const list = el('ul', { class: 'attachments', 'aria-label': words.files })
  const showFiles = () => list.replaceChildren(...files.map((file) => el('li', {}, `${file.name} ${sizeOf(file.size)}`, el('button', { type: 'button', 'aria-label': `${words.remove}: ${file.name}`, onclick: () => {
    files = files.filter((one) => one !== file)
    showFiles()
  } }, '×'))))
  const picker = el('input', { type: 'file', multiple: true, onchange: () => {
    files = [...files, ...picker.files ?? []]
    picker.value = ''
    showFiles()
  } })
  const subject = el('input', { name: 'subject', maxLength: 900, autocomplete: 'off', value: answered === null ? '' : `Re: ${answered.subject.replace(/^re:\s*/i, '')}` })
  const text = el('textarea', { name: 'text' })
  const [client, kind] = [choice('client', words.clients), choice('kind', words.kinds)]
  const button = el('button', { type: 'submit', class: 'main-button' }, words.send)
  const form = el('form', { class: 'compose', onsubmit: (event) => {
    event.preventDefault()
    void sendIt()
  } },
    el('div', { class: 'bar' }, backButton()),
    el('h1', {}, answered === null ? words.newLetter : words.answer),
    el('div', { class: 'pair' },
      el('label', {}, words.client, client, el('span', { class: 'hint' }, words.clientHint)),
      el('label', {}, words.kind, kind, el('span', { class: 'hint' }, words.kindHint))),
    el('label', {}, words.subject, subject),
    el('label', {}, words.text, text),
    el('div', { class: 'files' }, el('label', {}, words.attach, picker), list),
    el('div', { class: 'bar' }, button, el('button', { type: 'button', class: 'quiet-button', onclick: () => (answered === null ? choose(current) : void open(answered.id)) }, words.cancel)))
  const sendIt = async () => {
    if (button.getAttribute('aria-disabled') === 'true') return
    if (subject.value.trim() === '' && text.value.trim() === '' && files.length === 0) return toast(words.nothing)
    if (files.reduce((sum, { size }) => sum + size, 0) > mostBytes) return toast(words.tooLarge)
    button.setAttribute('aria-disabled', 'true')
    button.textContent = words.sending
    try {
      const answer = await fetch('/mail/send', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({
        person: current, client: client.value, kind: kind.value, subject: subject.value, text: text.value, answers: answered?.id ?? null, files: await Promise.all(files.map(packed)),
      }) })
      const body = await answer.json()
      if (!answer.ok) throw new Error(body.error)
      toast(words.sent)
      await load()
      choose(current)
    } catch (error) {
      toast(words.failed(error instanceof Error ? error.message : String(error)))
      button.removeAttribute('aria-disabled')
      button.textContent = words.send
    }
  }
  $('pane').replaceChildren(form)
  ;(answered === null ? subject : text).focus()
}

/**
 * @param {File} file
 * @returns {Promise<{ name: string, mime: string, base64: string }>}
 */
async function packed(file) {
  const url = await new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(String(reader.result)))
    reader.addEventListener('error', () => reject(reader.error))
    reader.readAsDataURL(file)
  })
  return { name: file.name || 'file', mime: file.type || 'application/octet-stream', base64: url.slice(url.indexOf(',') + 1) }
}

function follow() {
  const source = new EventSource('/mail/events')
  let wasLost = false
  source.addEventListener('open', () => {
    wasLost = false
    void load().catch(() => undefined)
  })
  source.addEventListener('error', () => {
    if (!wasLost) toast(words.lost)
    wasLost = true
  })
  source.addEventListener('message', () => void load().catch(() => undefined))
}

await load()
choose(current)
follow()
