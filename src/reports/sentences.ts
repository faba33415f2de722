import { figure, median, reasons, share, under, type Totals } from './totals.ts'
import type { reports as russian } from '../words/ru/reports.ts'

/** A piece of a sentence; `figure` when it is a number that opens its tickets. */
export type Part = { text: string; figure: string | null }
export type Sentence = readonly Part[]
export type ReportWords = typeof russian

/** What the sentences name besides numbers. `outages`: how many there were in the month. */
export type Naming = { topic: (id: string) => string; outages: number }

/** How many sentences the first page has at most. */
const most = 6

/** The first page in words: four to six sentences that say what happened, most important first. Numbers that open tickets are parts of their own. */
export function sentencesOf(totals: Totals, words: ReportWords, { topic, outages }: Naming): Sentence[] {
  const { say, reason } = words
  const of = (key: string) => ({ n: figure(totals, key), open: (text: string) => linked(key, text) })
  const [received, company] = [of('received'), totals.scope === 'company']
  const month = words.month(totals.period.month)
  const carried = figure(totals, 'carried') === 0 ? [] : [say.carried(of('carried'), of('carried/ended'))]
  if (received.n === 0) return [say.nobody(month), ...carried].map(parted)

  const reaction = share(totals, 'reaction')
  const result = share(totals, 'result')
  const [worst] = reasons(totals)
  const [first, second] = under(totals, 'topic').filter(([id]) => id !== 'none')
  const first3 = [
    say.received(month, received, of('new'), of('again')),
    reaction === null ? say.noReaction : say.reaction(of('clock/reaction/kept'), reaction.of, of('clock/reaction/broken'), lengthOr(median(totals.took.reaction), words)),
    ...(result === null ? [] : [say.result(of('clock/result/kept'), result.of, of('clock/result/broken'))]),
  ]
  const more = [
    ...(outages === 0 ? [] : [say.outages(outages, outageCalls(totals))]),
    ...(worst === undefined ? [] : [say.worst(reason[worst[0] as keyof typeof reason], worst[1], worst[0] === 'late')]),
    ...(totals.pauses.count === 0 ? [] : [say.paused(of('paused'), words.length(totals.pauses.open), company)]),
    ...(first === undefined ? [] : [say.topics([first, second].flatMap(one => (one === undefined ? [] : [{ name: topic(one[0]), ...of(`topic/${one[0]}`) }])))]),
    ...carried,
    ...(figure(totals, 'outside') === 0 ? [] : [say.outside(of('outside'), received.n)]),
  ]
  const last = figure(totals, 'open') === 0 ? say.allEnded : say.open(of('open'))
  return [...first3, ...more.slice(0, most - 1 - first3.length), last].map(parted)
}

/** Rows of all outages together. */
const outageCalls = (totals: Totals): number => under(totals, 'outage').reduce((sum, [, times]) => sum + times, 0)

const lengthOr = (length: number | null, words: ReportWords): string | null => (length === null ? null : words.length(length))

/** Marks that no text of people holds: the words of a figure travel through the phrases between them. */
const [from, middle, to] = ['\u0001', '\u0002', '\u0003']
const linked = (key: string, text: string): string => `${from}${key}${middle}${text}${to}`

function parted(text: string): Sentence {
  return text.split(from).flatMap((piece, place): Part[] => {
    if (place === 0) return piece === '' ? [] : [{ text: piece, figure: null }]
    const [key = '', rest = ''] = piece.split(middle)
    const [shown = '', after = ''] = rest.split(to)
    return [{ text: shown, figure: key }, ...(after === '' ? [] : [{ text: after, figure: null }])]
  })
}

export const plain = (sentence: Sentence): string => sentence.map(part => part.text).join('')
