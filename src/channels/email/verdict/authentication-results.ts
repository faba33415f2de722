import type { Judgement } from '../../../messages/letters/letter.ts'

/** One result of an `Authentication-Results` field (RFC 8601): `dkim=pass header.d=cafe.example`. Names and values in lower case. */
export type Result = { method: string; result: string; properties: ReadonlyMap<string, string> }

/** What the mailbox's own server found out. `spfDomains`, `dkimDomains`: those that passed; `from`: whom its DMARC judged, null when it does not say. */
export type Told = { spf: Judgement; dkim: Judgement; dmarc: Judgement; spfDomains: readonly string[]; dkimDomains: readonly string[]; from: string | null }

const longestHead = 512 * 1024
const mostResults = 50
const mostFields = 50

/**
 * The results that the trusted server wrote above a letter; null when there are none. Believed are only fields of its own name, and only the uppermost ones:
 * a sender can write such fields, too, but they lie lower (RFC 8601, 5). `head`: the letter's beginning, one character per byte, exactly as it came: what only
 * looks like the field after decoding was not seen by the server that takes forged ones away.
 */
export function toldByServer(head: string, trusted: string): Told | null {
  const results: Result[] = []
  let found = false
  let seen = 0
  for (const { name, value } of fieldsOf(head)) {
    if ((name === 'received' && found) || seen >= mostFields) break
    if (name !== 'authentication-results') continue
    seen++
    const read = readResults(value)
    if (read === null || read.server !== trusted.trim().toLowerCase()) continue
    found = true
    results.push(...read.results)
  }
  return found ? summed(results.slice(0, mostResults)) : null
}

function summed(results: readonly Result[]): Told {
  const of = (method: string): Result[] => results.filter(one => one.method === method)
  const passed = of('dkim').filter(({ result }) => result === 'pass')
  const spf = of('spf')[0]
  const dmarc = of('dmarc')[0]
  return {
    spf: judgementOf(spf?.result),
    dkim: passed.length > 0 ? 'pass' : judgementOf(of('dkim')[0]?.result),
    dmarc: judgementOf(dmarc?.result),
    spfDomains: spf?.result === 'pass' ? domains([spf.properties.get('smtp.mailfrom') || spf.properties.get('smtp.mail') || spf.properties.get('smtp.helo')]) : [],
    dkimDomains: domains(passed.map(({ properties }) => properties.get('header.d') ?? properties.get('header.i'))),
    from: domains([dmarc?.properties.get('header.from')])[0] ?? null,
  }
}

const domains = (values: readonly (string | undefined)[]): string[] => [...new Set(values.flatMap(value => (value === undefined || value === '' ? [] : [value.replace(/^.*@/, '').replace(/\.$/, '')])))].filter(domain => domain !== '')

/** A word of RFC 8601 as the house has it. Nobody judged: unknown; a broken record proves as little as none. */
export function judgementOf(result: string | undefined): Judgement {
  switch (result) {
    case 'pass': case 'fail': case 'softfail': case 'neutral': case 'none': case 'policy': return result
    case 'hardfail': return 'fail'
    case 'permerror': return 'neutral'
    case 'bestguesspass': case 'skipped': return 'none'
    default: return 'unknown'
  }
}

/** Fields of a head, unfolded, in their order: only those that are written exactly as RFC 5322 has them. */
function fieldsOf(head: string): { name: string; value: string }[] {
  const end = /\r?\n\r?\n/.exec(head)?.index ?? head.length
  return head.slice(0, Math.min(end, longestHead)).replace(/\r?\n(?=[ \t])/g, '').split(/\r?\n/).flatMap(line => {
    const found = /^([!-9;-~]{1,100}):([\s\S]*)$/.exec(line)
    return found === null ? [] : [{ name: found[1]!.toLowerCase(), value: found[2]! }]
  })
}

/** Takes one field apart; null when it names no server. */
export function readResults(value: string): { server: string; results: Result[] } | null {
  const [first = '', ...rest] = split(withoutComments(value.slice(0, 16 * 1024)))
  const server = unquoted(words(first)[0] ?? '')
  // Some servers write results without their name: nobody can tell whose they are.
  if (server === '' || server.includes('=')) return null
  return {
    server,
    results: rest.flatMap((part): Result[] => {
      const [head = '', ...properties] = words(part)
      const found = /^([a-z][a-z\d-]{0,40})(?:\/\d+)?=([a-z\d]{1,40})$/.exec(head)
      return found === null ? [] : [{ method: found[1]!, result: found[2]!, properties: new Map(properties.flatMap(each => {
        const equals = each.indexOf('=')
        return equals < 1 ? [] : [[each.slice(0, equals), unquoted(each.slice(equals + 1))] as const]
      })) }]
    }),
  }
}

/** Comments may hold comments, semicolons and quotes; quotes may hold all of these. */
function withoutComments(value: string): string {
  let depth = 0
  let quoted = false
  let out = ''
  for (let i = 0; i < value.length; i++) {
    const char = value[i]!
    if (char === '\\') {
      if (depth === 0) out += char + (value[i + 1] ?? '')
      i++
    } else if (quoted || (char === '"' && depth === 0)) {
      if (char === '"') quoted = !quoted
      out += char
    } else if (char === '(') depth++
    else if (char === ')' && depth > 0) depth--
    else if (depth === 0) out += char
  }
  return out
}

/** At semicolons outside of quotes. A quote that never closes goes to the end: looking for its end again and again would take the square of the length. */
const split = (value: string): string[] => value.match(/(?:"(?:[^"\\]|\\[\s\S])*(?:"|\\?$)|[^;"])+/g) ?? []

/** Words of one part, in lower case; white space around `=` does not part them. */
const words = (part: string): string[] => part.toLowerCase().replace(/\s*=\s*/g, '=').match(/(?:"(?:[^"\\]|\\[\s\S])*(?:"|\\?$)|[^\s"])+/g) ?? []

const unquoted = (text: string): string => text.replaceAll(/"((?:[^"\\]|\\[\s\S])*)(?:"|\\?$)/g, (_, inside: string) => inside.replaceAll(/\\([\s\S])/g, '$1'))
