/**
 * The door to the simulator for one page.
 * @typedef {import('../acts.ts').Act} Act
 * @typedef {import('../acts.ts').Outcome} Outcome
 * @typedef {import('../transcript.ts').ChatView} ChatView
 * @typedef {import('../pages.ts').PageFacts['cast']} Cast
 * @typedef {import('../pages.ts').CastMember} CastMember
 */

/**
 * @param {string} name
 * @param {object} input
 * @returns {Promise<any>}
 */
async function post(name, input) {
  const response = await fetch(`/sim/${name}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(input) })
  const body = await response.json()
  if (!response.ok) throw new Error(body.error ?? response.statusText)
  return body
}

/** @returns {Promise<Cast>} */
export const loadCast = async () => (await fetch('/sim/cast')).json()

/**
 * @param {number} person
 * @returns {Promise<ChatView>}
 */
export const loadChat = (person) => post('chat', { chat: person })

/**
 * @param {Act} act
 * @returns {Promise<Outcome>}
 */
export const perform = (act) => post('act', act)

/**
 * What the bot answered to a pressed button; null while it has not.
 * @param {string} id
 * @returns {Promise<{ text: string | null, alert: boolean, url: string | null } | null>}
 */
export const callbackAnswer = async (id) => (await post('callback', { id })).answer

/**
 * @param {{ onChange: (key: string | null) => void, onState: (isConnected: boolean) => void }} listeners
 */
export function follow({ onChange, onState }) {
  const source = new EventSource('/sim/events')
  source.addEventListener('open', () => onState(true))
  source.addEventListener('error', () => onState(false))
  source.addEventListener('message', (event) => onChange(JSON.parse(event.data).key))
}

/** Above this a bot cannot read a file, so its bytes need not travel: a name and a size will do. */
const readable = 20 * 1024 * 1024

/**
 * @param {File} file
 * @returns {Promise<{ name: string, mime: string, base64?: string, size?: number }>}
 */
export async function packed(file) {
  const named = { name: file.name || 'file', mime: file.type || 'application/octet-stream' }
  if (file.size > readable) return { ...named, size: file.size }
  const url = await new Promise((resolve, reject) => {
    const reader = new FileReader()
    reader.addEventListener('load', () => resolve(String(reader.result)))
    reader.addEventListener('error', () => reject(reader.error))
    reader.readAsDataURL(file)
  })
  return { ...named, base64: url.slice(url.indexOf(',') + 1) }
}
