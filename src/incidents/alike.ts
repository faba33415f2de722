import { plain } from '../contacts/words.ts'

/**
 * Words of customers held against each other: endings fall away, so that «заказов нет» and «нет заказа» meet. Rough on purpose; a person confirms what
 * comes of it, and the customer can say «У нас другое». Pure.
 */
const endings = new RegExp(`(?:${[
  'иями', 'ями', 'ами', 'ого', 'его', 'ому', 'ему', 'ыми', 'ими', 'ает', 'яет', 'ует', 'ают', 'яют', 'уют', 'ешь', 'ете', 'ите', 'ать', 'ять', 'ить', 'еть',
  'ют', 'ут', 'ят', 'ат', 'ет', 'ит', 'ем', 'им', 'ом', 'ов', 'ев', 'ей', 'ой', 'ий', 'ый', 'ая', 'яя', 'ое', 'ее', 'ые', 'ие', 'ых', 'их', 'ую', 'юю', 'ам', 'ям', 'ах', 'ях',
  'ли', 'ла', 'ло', 'ия', 'ии', 'ию', 'ing', 'es', 'ed', 's', 'а', 'я', 'о', 'е', 'ы', 'и', 'у', 'ю', 'ь', 'й', 'л',
].join('|')})$`, 'u')
const reflexive = /(?:ся|сь)$/u
const shortest = 3

/** All the ways to say no count as one word. */
const negations = new Set(['не', 'нет', 'ни', 'нету', 'без', 'перестал', 'перестали', 'пропал', 'пропали', 'no', 'not', 'without'])
const negation = 'не'

export function stemOf(word: string): string {
  const known = plain(word)
  if (negations.has(known)) return negation
  const bare = known.length > shortest + 2 ? known.replace(reflexive, '') : known
  const stem = bare.replace(endings, '')
  return stem.length >= shortest ? stem : bare
}

/** Words that any report may hold; they make none alike. */
const common = new Set([
  'добрый день вечер утро здравствуйте привет пожалуйста помогите подскажите срочно у нас на в во из с со и а но по за до мы вы я они это все всё весь уже сегодня сейчас опять снова очень касса точка',
  'работает работают проблема ошибка вопрос заявка почему как что где когда есть был была было быть могу можем можно нельзя hello please help we our the is are it at in on to a of',
].join(' ').split(' ').map(stemOf))

/** The words of a text; `telling`: those that say what it is about. */
export type Stems = { all: ReadonlySet<string>; telling: readonly string[] }

/** In a burst the radar holds the same few hundred texts against each other again and again: each is taken apart once. Those met first go first. */
const known = new Map<string, Stems>()
const mostKnown = 1_000

export function stemsOf(text: string): Stems {
  const found = known.get(text)
  if (found !== undefined) return found
  const all = new Set(plain(text).split(/[^\p{L}\p{N}]+/u).filter(word => word.length > 1).map(stemOf))
  const stems = { all, telling: [...all].filter(stem => stem !== negation && !common.has(stem)) }
  if (known.size >= mostKnown) known.delete(known.keys().next().value!)
  known.set(text, stems)
  return stems
}

/**
 * Do they speak of the same thing: `enough` telling words in common, and at least half of the shorter one? Where one of them has a single such word
 * («не работает сайт»), that word and a «не» on both sides do.
 */
export function alike(one: Stems, other: Stems, enough: number): boolean {
  const both = one.telling.reduce((count, stem) => (other.all.has(stem) ? count + 1 : count), 0)
  const shorter = Math.min(one.telling.length, other.telling.length)
  return both >= enough ? both * 2 >= shorter : both === 1 && shorter === 1 && one.all.has(negation) && other.all.has(negation)
}

/** Is everything that the phrase says in the text, in whatever order? A phrase of words that say nothing says nothing. */
export function holds(text: Stems, phrase: string): boolean {
  const wanted = stemsOf(phrase)
  return wanted.telling.length > 0 && wanted.telling.every(stem => text.all.has(stem)) && (!wanted.all.has(negation) || text.all.has(negation))
}

const prepositions = new Set(['с', 'со', 'из', 'от', 'до', 'на', 'в', 'во', 'по', 'у', 'к', 'из-за', 'from', 'at', 'in', 'on', 'to'])

/** The shared stems as people wrote them: a phrase in the order of `text`, with its «не» and «нет» and the prepositions between. */
export function phraseOf(text: string, stems: readonly string[]): string {
  const wanted = new Set([...stems, negation])
  const seen = new Set<string>()
  const words = plain(text).split(/[^\p{L}\p{N}]+/u)
  return words.filter((word, place) => {
    const stem = stemOf(word)
    const next = words[place + 1]
    if (prepositions.has(word) && next !== undefined) return wanted.has(stemOf(next)) && !seen.has(stemOf(next))
    if (!wanted.has(stem) || seen.has(stem)) return false
    seen.add(stem)
    return true
  }).join(' ')
}
