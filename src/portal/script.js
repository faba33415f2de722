/*
 * What the pages of the form do where scripts run; without one they work by themselves. Keeps what is typed on this device, solves the puzzle that stands for a
 * person, sends by itself until the desk has taken it (always with the same key, so that nothing is taken twice), looks gently for news while the page is seen.
 */
const { body } = document
const words = JSON.parse(body.dataset.words)
document.documentElement.classList.add('js')
const one = (selector, root = document) => root.querySelector(selector)
const wait = ms => new Promise(resolve => { setTimeout(resolve, ms) })

// What may be kept on this device; a browser that keeps nothing loses only the draft.
const kept = {
  read(name) { try { return JSON.parse(localStorage.getItem(`reglament ${name}`)) } catch { return null } },
  write(name, value) { try { localStorage.setItem(`reglament ${name}`, JSON.stringify(value)) } catch { /* full or forbidden */ } },
  drop(name) { try { localStorage.removeItem(`reglament ${name}`) } catch { /* forbidden */ } },
}

const form = one('[data-form]')

function openNew() {
  const { elements } = form
  const fields = ['text', 'phone', 'name', 'place', 'point', 'happening']
  const place = elements.token === undefined ? 'draft' : `draft ${elements.token.value}`
  const draft = kept.read(place)
  if (draft !== null) {
    for (const name of fields) if (elements[name] !== undefined && !elements[name].value && draft[name]) elements[name].value = draft[name]
    // An attempt may have arrived although nobody saw its answer: the same key goes on.
    if (draft.key && draft.sent) { elements.key.value = draft.key; elements.proof.value = draft.proof }
    if (draft.text || draft.phone) tell(draft.hadFiles ? `${words.draft} ${words.filesAgain}` : words.draft)
  }
  const keep = sent => {
    const values = Object.fromEntries(fields.map(name => [name, elements[name] === undefined ? '' : elements[name].value]))
    kept.write(place, { ...values, key: elements.key.value, proof: elements.proof.value, sent, hadFiles: elements.files.files.length > 0 })
  }
  let sent = draft !== null && draft.sent === true
  form.addEventListener('input', () => keep(sent))
  const mine = kept.read('tickets') ?? []
  if (mine.length > 0) {
    const list = one('[data-earlier]')
    for (const { url, number } of mine.slice(0, 5)) {
      const link = document.createElement('a')
      link.href = url
      link.textContent = `№ ${number}`
      one('ul', list).append(document.createElement('li'))
      one('ul', list).lastChild.append(link)
    }
    list.hidden = false
  }
  if (elements.place !== undefined) lookUp(form, elements.place, point => { elements.point.value = point })
  sending(form, '/new', {
    before: async () => {
      sent = true
      keep(true)
      elements.nonce.value = await solve(elements.key.value)
    },
    done: ({ url, number }) => {
      kept.drop(place)
      if (number) kept.write('tickets', [{ url, number }, ...mine.filter(known => known.url !== url)].slice(0, 10))
      location.assign(url)
    },
  })
}

function openTicket() {
  const { token, number, address } = body.dataset
  const draft = `answer ${token}`
  const { elements } = form
  if (!elements.text.value) elements.text.value = kept.read(draft) ?? ''
  form.addEventListener('input', () => kept.write(draft, elements.text.value))
  const mine = kept.read('tickets') ?? []
  if (number) kept.write('tickets', [{ url: address, number: Number(number) }, ...mine.filter(known => known.url !== address)].slice(0, 10))
  sending(form, address, {
    done: ({ url }) => {
      kept.drop(draft)
      location.assign(url)
    },
  })
  const telling = one('[data-tell]')
  if (telling !== null) {
    if (telling.elements.place !== undefined) lookUp(telling, telling.elements.place, point => {
      telling.elements.looked.value = point
      // Words of his own are another point than those that are named.
      for (const named of telling.querySelectorAll('input[name=point]')) named.checked = false
    })
    sending(telling, address, { done: ({ url }) => location.assign(url) })
  }
  // Buttons of the conversation and of a letter's question: the first press counts, the page says what came of it.
  const talk = one('[data-talk]')
  one('main').addEventListener('submit', event => {
    const pressed = event.target
    if (pressed.dataset.press === undefined) return
    event.preventDefault()
    if (pressed.dataset.busy) return
    pressed.dataset.busy = 'yes'
    const button = one('button', pressed)
    button.setAttribute('aria-disabled', 'true')
    persist(address, () => new FormData(pressed)).then(({ url }) => location.assign(url))
  })
  let { version } = body.dataset
  const look = async () => {
    if (document.visibilityState !== 'visible') return
    try {
      const answer = await fetch(`${address}/news?version=${version}`, { headers: { accept: 'application/json' } })
      if (!answer.ok) return
      const news = await answer.json()
      // A button that has the focus is not taken from under the finger.
      if (news.html !== null && !talk.contains(document.activeElement)) {
        version = news.version
        talk.innerHTML = news.html
        tell(words.fresh)
      }
    } catch { /* no connection: the next look */ }
  }
  const again = async () => {
    await look()
    setTimeout(again, number ? 10_000 : 1_500)
  }
  document.addEventListener('visibilitychange', look)
  again()
}

function tell(text, where = form) {
  one('[data-state]', where).textContent = text
}

function sending(sent, address, { before = () => {}, done }) {
  const button = one('button[type=submit]', sent)
  let isBusy = false
  sent.addEventListener('submit', async event => {
    event.preventDefault()
    if (isBusy) return
    if (sent.elements.files !== undefined && !filesFit(sent.elements.files)) return
    isBusy = true
    button.setAttribute('aria-disabled', 'true')
    tell(words.checking, sent)
    try {
      await before()
      tell(words.sending, sent)
      const answer = await persist(address, () => new FormData(sent), sent)
      if (answer.errors === undefined) return done(answer)
      complain(answer.errors, sent)
      tell('', sent)
    } finally {
      isBusy = false
      button.removeAttribute('aria-disabled')
    }
  })
}

function complain(errors, where = form) {
  for (const place of where.querySelectorAll('[data-error]')) {
    const name = place.dataset.error
    place.textContent = errors[name] ?? ''
    const field = where.elements[name]
    if (field instanceof Element) field.toggleAttribute('aria-invalid', false)
    if (errors[name] !== undefined && field instanceof Element) field.setAttribute('aria-invalid', 'true')
  }
  const first = Object.keys(errors).map(name => where.elements[name]).find(field => field instanceof HTMLElement)
  if (first !== undefined) first.focus()
}

function filesFit(input) {
  const files = [...input.files]
  const large = files.find(file => file.size > Number(input.dataset.bytes))
  const wrong = files.length > Number(input.dataset.most) ? input.dataset.many : large === undefined ? '' : input.dataset.large.replace('{name}', large.name)
  complain(wrong === '' ? {} : { files: wrong })
  return wrong === ''
}

/** Until the desk has answered, with a growing rest; a line that comes back ends the rest. */
async function persist(address, content, where = form) {
  for (let tries = 0; ; tries++) {
    try {
      const answer = await fetch(address, { method: 'POST', body: content(), headers: { accept: 'application/json' } })
      if (answer.status === 200 || answer.status === 422) return await answer.json()
      tell(words.busy, where)
      await rest(Number(answer.headers.get('retry-after')) * 1000 || pause(tries))
    } catch {
      tell(words.offline, where)
      await rest(pause(tries))
    }
  }
}
const pause = tries => Math.min(30_000, 2_000 * 2 ** tries)
const rest = ms => Promise.race([wait(ms), new Promise(resolve => { window.addEventListener('online', resolve, { once: true }) })])

/** `chosen` is told the id of the point that was found, and an empty one when the words are others again. */
function lookUp(where, input, chosen) {
  const found = one('[data-found]', where)
  let last = 0
  input.addEventListener('input', async () => {
    chosen('')
    const turn = ++last
    const asked = input.value.trim()
    await wait(300)
    if (turn !== last) return
    if (asked.length < 3) return found.replaceChildren()
    try {
      const answer = await fetch(`/new/points?q=${encodeURIComponent(asked)}`)
      const points = answer.ok ? (await answer.json()).points : []
      if (turn !== last) return
      found.replaceChildren(points.length === 0 ? found.dataset.none : found.dataset.title, ...points.map(point => {
        const button = document.createElement('button')
        button.type = 'button'
        button.textContent = point.name
        button.addEventListener('click', () => {
          input.value = point.name
          chosen(point.id)
          found.replaceChildren()
          input.focus()
          where.dispatchEvent(new Event('input'))
        })
        return button
      }))
    } catch { /* no connection: his words go along */ }
  })
}

/** A number that makes SHA-256 of `key:number` begin with 14 zero bits, found in small bites so that the page stays alive. */
async function solve(key) {
  for (let nonce = 0; ; nonce++) {
    if (sha256Head(`${key}:${nonce}`) >>> 18 === 0) return String(nonce)
    if (nonce % 500 === 499) await wait(0)
  }
}

const turn = (word, by) => (word >>> by) | (word << (32 - by))

/** First 32 bits of SHA-256 of an ASCII text of at most 55 letters (FIPS 180-4; the browser's own is there only on https). */
function sha256Head(text) {
  const block = new Uint32Array(64)
  for (let place = 0; place < text.length; place++) block[place >> 2] |= text.charCodeAt(place) << (24 - (place % 4) * 8)
  block[text.length >> 2] |= 0x80 << (24 - (text.length % 4) * 8)
  block[15] = text.length * 8
  for (let place = 16; place < 64; place++) {
    const [far, near] = [block[place - 15], block[place - 2]]
    block[place] = block[place - 16] + (turn(far, 7) ^ turn(far, 18) ^ (far >>> 3)) + block[place - 7] + (turn(near, 17) ^ turn(near, 19) ^ (near >>> 10))
  }
  let [a, b, c, d, e, f, g, h] = roots().start
  for (let place = 0; place < 64; place++) {
    const first = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + roots().rounds[place] + block[place]) | 0
    const second = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    ;[h, g, f, e, d, c, b, a] = [g, f, e, (d + first) | 0, c, b, a, (first + second) | 0]
  }
  return (roots().start[0] + a) >>> 0
}

const bits = value => ((value - Math.floor(value)) * 2 ** 32) | 0

/** The constants of SHA-256: fraction bits of square and cube roots of the first primes. */
function roots() {
  if (roots.made === undefined) {
    const primes = []
    for (let number = 2; primes.length < 64; number++) if (primes.every(prime => number % prime !== 0)) primes.push(number)
    roots.made = { start: primes.slice(0, 8).map(prime => bits(Math.sqrt(prime))), rounds: primes.map(prime => bits(Math.cbrt(prime))) }
  }
  return roots.made
}

if (body.dataset.page === 'new') openNew()
if (body.dataset.page === 'ticket') openTicket()
