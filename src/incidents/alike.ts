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

export type Stems = ReadonlySet<string>

export function stemsOf(text: string): Stems {
  return new Set(plain(text).split(/[^\p{L}\p{N}]+/u).filter(word => word.length > 1).map(stemOf))
}

/** The words of a text that say what it is about. */
export const telling = (stems: Stems): string[] => [...stems].filter(stem => stem !== negation && !common.has(stem))

/** What two reports have in common, without the words that say nothing. */
export function shared(one: Stems, other: Stems): readonly string[] {
  return telling(one).filter(stem => other.has(stem))
}

/**
 * Do they speak of the same thing: `enough` telling words in common, and at least half of the shorter one? Where one of them has a single such word
 * («не работает сайт»), that word and a «не» on both sides do.
 */
export function alike(one: Stems, other: Stems, enough: number): boolean {
  const both = shared(one, other).length
  const shorter = Math.min(telling(one).length, telling(other).length)
  return both >= enough ? both * 2 >= shorter : both === 1 && shorter === 1 && one.has(negation) && other.has(negation)
}

/** Is everything that the phrase says in the text, in whatever order? A phrase of words that say nothing says nothing. */
export function holds(text: Stems, phrase: string): boolean {
  const stems = stemsOf(phrase)
  const wanted = telling(stems)
  return wanted.length > 0 && wanted.every(stem => text.has(stem)) && (!stems.has(negation) || text.has(negation))
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
