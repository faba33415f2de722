import { useState } from 'react'
import { useReportWords } from './words.ts'

export type Bar = { key: string; name: string; count: number; hint?: string }
/** Opens the tickets behind a figure. */
export type Open = (figure: string, title: string, count: number) => void

/** How many rows are shown before somebody asks for all. */
const few = 10

/** A number that opens its tickets; nothing to open: plain. */
export function Count({ figure, title, count, open }: { figure: string; title: string; count: number; open: Open }) {
  const { words, number } = useReportWords()
  if (count === 0) return <span className="num dim">0</span>
  return <button type="button" className="link num" aria-label={words.openTickets(title, count)} onClick={() => open(figure, title, count)}>{number(count)}</button>
}

/** A list of names with bars and numbers: a picture and its table in one. `none`: what is said of an empty one. */
export function Bars({ title, bars, open, none }: { title: string; bars: readonly Bar[]; open: Open; none?: string }) {
  const { words } = useReportWords()
  const [all, setAll] = useState(false)
  const most = Math.max(1, ...bars.map(bar => bar.count))
  const shown = all ? bars : bars.slice(0, few)
  if (bars.length === 0) return <p className="dim none">{none ?? words.nothing}</p>
  return (
    <>
      <table className="bars">
        <caption className="hidden-label">{title}</caption>
        <thead className="hidden-label"><tr><th scope="col">{words.name}</th><th scope="col">{words.count}</th></tr></thead>
        <tbody>
          {shown.map(bar => (
            <tr key={bar.key}>
              <th scope="row">
                <span className="bar-name">{bar.name}{bar.hint !== undefined && <span className="dim"> {bar.hint}</span>}</span>
                <span className="bar" aria-hidden><span style={{ width: `${100 * bar.count / most}%` }} /></span>
              </th>
              <td><Count figure={bar.key} title={bar.name} count={bar.count} open={open} /></td>
            </tr>
          ))}
        </tbody>
      </table>
      {bars.length > few && <button type="button" className="link small no-print" onClick={() => setAll(!all)}>{all ? words.showLess : `${words.showAll} (${words.rest(bars.length - few)})`}</button>}
    </>
  )
}
