import { Composer } from './composer.js'
import { el, icon, icons, openMenu } from './dom.js'
import { Log, titleOf } from './lines.js'
import { callbackAnswer, follow, loadCast, loadChat, perform } from './server.js'
import { language, timeOf, words } from './words.js'

/**
 * @typedef {import('../pages.ts').CastMember} CastMember
 * @typedef {import('../transcript.ts').ChatView} ChatView
 * @typedef {import('../transcript.ts').Line} Line
 */

const $ = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id))
const seenKey = 'practice-chat-seen'
/** The last message of the bot that each person has had before the eyes. @type {Record<number, number>} */
const seen = JSON.parse(localStorage.getItem(seenKey) ?? '{}')
/** @type {Map<number, ChatView>} */
const chats = new Map()
/** @type {CastMember[]} */
let people = []
/** @type {CastMember | undefined} */
let current
let isConnected = true
/** @type {ReturnType<typeof setTimeout> | undefined} */
let typingEnds

document.documentElement.lang = language
document.title = words.title
$('banner').textContent = words.banner
$('people').setAttribute('aria-label', words.people)
const alertClose = $('alert').querySelector('button')
if (alertClose !== null) alertClose.textContent = words.close

const log = new Log($('log'), {
  press: (line, button) => void press(line, button),
  command: (text) => void act({ act: 'says', text }),
  reply: (line) => composer.reply(line),
  edit: (line) => composer.edit(line),
  view: (url) => {
    const viewer = /** @type {HTMLDialogElement} */ ($('viewer'))
    viewer.querySelector('img')?.setAttribute('src', url)
    viewer.showModal()
  },
})
$('viewer').addEventListener('click', () => /** @type {HTMLDialogElement} */ ($('viewer')).close())
const composer = new Composer($('composer'), { do: act, fail: toast })

/**
 * Plays an act of the person on the screen; tells whether it went well.
 * @param {object} what
 */
async function act(what) {
  if (current === undefined) return false
  try {
    await perform(/** @type {any} */ ({ ...what, person: current.id }))
    await refresh(current.id)
    return true
  } catch (error) {
    toast(words.failed(error instanceof Error ? error.message : String(error)))
    return false
  }
}

/**
 * @param {Line} line
 * @param {string} button
 */
async function press(line, button) {
  if (current === undefined) return
  try {
    const { callbackId } = await perform({ act: 'presses', person: current.id, button, messageId: line.messageId })
    if (callbackId === undefined) return
    for (let tries = 0; tries < 40; tries++) {
      const answer = await callbackAnswer(callbackId)
      if (answer !== null) {
        if (answer.text !== null && answer.text !== '') showAnswer(answer.text, answer.alert)
        return
      }
      await new Promise((resolve) => setTimeout(resolve, 250))
    }
  } catch (error) {
    toast(words.failed(error instanceof Error ? error.message : String(error)))
  }
}

/**
 * @param {string} text
 * @param {boolean} isAlert
 */
function showAnswer(text, isAlert) {
  if (!isAlert) return toast(text)
  const dialog = /** @type {HTMLDialogElement} */ ($('alert'))
  dialog.querySelector('p')?.replaceChildren(text)
  dialog.showModal()
}

/** @param {string} text */
function toast(text) {
  const note = el('div', { class: 'toast' }, text)
  $('toasts').append(note)
  setTimeout(() => note.remove(), 5_000)
}

/** @param {number} id */
async function refresh(id) {
  chats.set(id, await loadChat(id))
  if (id === current?.id) showChat()
  showPeople()
}

function showChat() {
  const chat = current === undefined ? undefined : chats.get(current.id)
  if (current === undefined || chat === undefined) return
  showHead(chat)
  composer.show(chat)
  log.show(chat.lines, emptyChat(current))
  if (document.visibilityState === 'visible') markSeen(current.id, chat)
  clearTimeout(typingEnds)
  const { id } = current
  if (chat.action !== null) typingEnds = setTimeout(() => void refresh(id), 5_200)
}

/**
 * @param {number} id
 * @param {ChatView} chat
 */
function markSeen(id, chat) {
  seen[id] = chat.lines.at(-1)?.messageId ?? 0
  localStorage.setItem(seenKey, JSON.stringify(seen))
}

/** @param {ChatView} chat */
function showHead(chat) {
  const state = chat.action === null ? words.bot : chat.action.includes('photo') ? words.sendsPhoto : chat.action.includes('document') ? words.sendsFile : words.typing
  const more = el('button', { type: 'button', class: 'icon-button', 'aria-label': words.menu, 'aria-haspopup': 'menu', title: words.menu, onclick: () => openMenu(more, headActs(chat)) }, icon(icons.menu))
  $('head').replaceChildren(
    avatar(chat.title, 0),
    el('div', { class: 'head-text' }, el('strong', {}, chat.title), el('span', { class: chat.action === null ? '' : 'is-typing' }, isConnected ? state : words.lost)),
    more)
}

/** @param {ChatView} chat */
function headActs(chat) {
  const link = current?.link
  return [
    { label: words.startAgain, icon: icons.play, run: () => void act({ act: 'opensLink' }) },
    ...(link === undefined ? [] : [{ label: words.scan(link.label), icon: icons.qr, run: () => void act({ act: 'opensLink', payload: link.payload }) }]),
    chat.blocked
      ? { label: words.unblock, icon: icons.block, run: () => void act({ act: 'unblocks' }) }
      : { label: words.block, icon: icons.block, run: () => void act({ act: 'blocks' }) },
  ]
}

/** @param {CastMember} person */
function emptyChat(person) {
  const { link } = person
  return el('div', { class: 'empty' }, el('p', {}, words.empty),
    el('button', { type: 'button', class: 'wide-button', onclick: () => void act({ act: 'opensLink' }) }, words.start),
    link !== undefined && el('button', { type: 'button', class: 'wide-button quiet', onclick: () => void act({ act: 'opensLink', payload: link.payload }) }, words.scan(link.label)))
}

function showPeople() {
  if (people.length === 0) {
    $('people').replaceChildren(el('p', { class: 'nobody' }, words.noPeople))
    return
  }
  const focused = document.activeElement?.closest('.person')?.getAttribute('data-person')
  $('people').replaceChildren(...people.map((person) => {
    const lines = chats.get(person.id)?.lines.filter((line) => !line.deleted) ?? []
    const last = lines.at(-1)
    const unread = lines.filter((line) => line.from === 'bot' && line.messageId > (seen[person.id] ?? 0)).length
    const name = [person.firstName, person.lastName].filter(Boolean).join(' ')
    return el('button', {
      type: 'button', class: 'person', 'data-person': person.id, 'aria-current': person.id === current?.id ? 'true' : null, onclick: () => void choose(person),
    },
      avatar(name, person.id),
      el('span', { class: 'person-text' },
        el('span', { class: 'person-top' }, el('strong', {}, person.firstName, person.lastName !== undefined && el('span', { class: 'person-family' }, ` ${person.lastName}`)), last !== undefined && el('time', {}, timeOf(last.at))),
        el('span', { class: 'person-role' }, person.role ?? person.phone ?? ''),
        el('span', { class: 'person-last' }, last === undefined ? '' : (last.text || titleOf(last)).slice(0, 80))),
      unread > 0 && el('span', { class: 'unread', 'aria-label': words.unread(unread) }, String(unread)))
  }))
  if (focused === undefined || focused === null) return
  const again = document.querySelector(`[data-person="${CSS.escape(focused)}"]`)
  if (again instanceof HTMLElement) again.focus()
}

/**
 * @param {string} name
 * @param {number} id
 */
function avatar(name, id) {
  const letters = name.replace(/[«»„“"]/g, '').split(/\s+/).slice(0, 2).map((part) => part[0] ?? '').join('').toUpperCase()
  return el('span', { class: `avatar tint-${id % 6}`, 'aria-hidden': 'true' }, letters)
}

/** @param {CastMember} person */
async function choose(person) {
  if (person.id === current?.id) return
  current = person
  const url = new URL(location.href)
  url.searchParams.set('as', String(person.id))
  history.replaceState(null, '', url)
  log.clear()
  composer.switchTo(person)
  await refresh(person.id)
}

function takeDrops() {
  const chat = $('chat')
  chat.dataset['drop'] = words.drop
  chat.addEventListener('dragover', (event) => {
    event.preventDefault()
    chat.classList.add('is-dropping')
  })
  chat.addEventListener('dragleave', (event) => {
    if (!chat.contains(/** @type {Node | null} */ (event.relatedTarget))) chat.classList.remove('is-dropping')
  })
  chat.addEventListener('drop', (event) => {
    event.preventDefault()
    chat.classList.remove('is-dropping')
    composer.attach([...(event.dataTransfer?.files ?? [])])
  })
}

/** Several changes in one moment ask once. @type {Set<number>} */
const stale = new Set()
let isRefreshing = false
async function refreshStale() {
  if (isRefreshing) return
  isRefreshing = true
  while (stale.size > 0) {
    const ids = [...stale]
    stale.clear()
    await Promise.all(ids.map((id) => refresh(id).catch(() => undefined)))
  }
  isRefreshing = false
}

async function begin() {
  const cast = await loadCast()
  people = cast.people
  takeDrops()
  await Promise.all(people.map((person) => refresh(person.id)))
  const wanted = Number(new URLSearchParams(location.search).get('as'))
  const first = people.find((person) => person.id === wanted) ?? people[0]
  const payload = takePayload()
  if (first !== undefined) await choose(first)
  showPeople()
  follow({
    onChange: (key) => {
      const person = people.find((one) => key !== null && key.endsWith(`:${one.id}`))
      if (person === undefined) return
      stale.add(person.id)
      void refreshStale()
    },
    onState: (state) => {
      isConnected = state
      document.body.classList.toggle('is-lost', !state)
      showChat()
      // Whatever happened before the stream was open, at first or after a break, came without notice.
      if (state) for (const person of people) stale.add(person.id)
      void refreshStale()
    },
  })
  document.addEventListener('visibilitychange', () => showChat())
  if (payload !== null) await act({ act: 'opensLink', payload })
}

/**
 * The page stands in for the bot's own address: with `?start=` it is a link that was followed. Once: a reload follows it no second time.
 * @returns {string | null}
 */
function takePayload() {
  const url = new URL(location.href)
  const payload = url.searchParams.get('start')
  if (payload === null) return null
  url.searchParams.delete('start')
  history.replaceState(null, '', url)
  return payload === '' ? null : payload
}

void begin().catch((error) => toast(words.failed(error instanceof Error ? error.message : String(error))))
