import type { CSSProperties } from 'react'
import type { Open } from './bars.tsx'
import { load, type Figures } from './figures.ts'
import { useReportWords } from './words.ts'

const hours = Array.from({ length: 24 }, (_, hour) => hour)

/** Requests by weekday and hour of the desk's wall: a table whose cells are warmer the more there were. */
export function Heat({ figures, open }: { figures: Figures; open: Open }) {
  const { words, names } = useReportWords()
  const { rows, most } = load(figures)
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={words.loadPicture}>
      <table className="heat">
        <caption className="hidden-label">{words.loadPicture}</caption>
        <thead><tr><th scope="col"><span className="hidden-label">{words.day}</span></th>{hours.map(hour => <th key={hour} scope="col" className={hour % 3 === 0 ? 'num' : 'num minor'}>{hour}</th>)}</tr></thead>
        <tbody>
          {rows.map((row, weekday) => {
            const day = names.weekdays[weekday] ?? ''
            return (
              <tr key={day}>
                <th scope="row">{day}</th>
                {row.map((n, hour) => {
                  const says = words.cell(day, hour, n)
                  const warmth = { '--warmth': most === 0 ? 0 : n / most } as CSSProperties
                  return <td key={hours[hour]}>{n === 0 ? <span className="cell" title={says} /> : <button type="button" className={n / most > 0.55 ? 'plain cell hot' : 'plain cell'} style={warmth} title={says} aria-label={says} onClick={() => open(`hour/${weekday}/${hour}`, `${day}, ${hour}:00`, n)}>{n}</button>}</td>
                })}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
