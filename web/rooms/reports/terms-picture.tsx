import { Bar, BarChart, ResponsiveContainer, XAxis, YAxis } from 'recharts'
import { termKey, type TermRow } from './figures.ts'
import type { Open } from './bars.tsx'
import { useReportWords } from './words.ts'

const standings = [['kept', 'var(--kept)'], ['broken', 'var(--broken)'], ['running', 'var(--running)']] as const
const rowHeight = 34

/** Shares of what was in time, late and still running, a bar for each clock and category. The table beside it says the same in numbers. */
export default function TermsPicture({ rows, nameOf, open }: { rows: readonly TermRow[]; nameOf: (row: TermRow) => string; open: Open }) {
  const { words } = useReportWords()
  const data = rows.map(row => ({ ...row, name: nameOf(row) }))
  return (
    <div className="picture" role="img" aria-label={words.termsPicture(data.map(row => words.termsRow(row.name, row.kept, row.broken)).join(' '))}>
      <ResponsiveContainer width="100%" height={data.length * rowHeight + 30}>
        <BarChart data={data} layout="vertical" stackOffset="expand" margin={{ top: 0, right: 8, bottom: 0, left: 0 }} barSize={16} accessibilityLayer={false}>
          <XAxis type="number" domain={[0, 1]} ticks={[0, 0.25, 0.5, 0.75, 1]} tickFormatter={(share: number) => `${Math.round(share * 100)}%`} stroke="var(--line-strong)" tick={{ fill: 'var(--ink-2)', fontSize: 11 }} />
          <YAxis type="category" dataKey="name" width={170} tickLine={false} axisLine={false} tick={{ fill: 'var(--ink)', fontSize: 12 }} interval={0} />
          {standings.map(([standing, colour]) => (
            <Bar key={standing} dataKey={standing} stackId="terms" fill={colour} isAnimationActive={false} cursor="pointer"
              onClick={(_bar, place) => {
                const row = data[place]
                if (row !== undefined) open(termKey(row, standing), `${row.name}, ${words[standing].toLowerCase()}`, row[standing])
              }} />
          ))}
        </BarChart>
      </ResponsiveContainer>
    </div>
  )
}
