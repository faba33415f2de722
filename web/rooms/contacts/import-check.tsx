import { Button } from '@mantine/core'
import type { ImportCard, ImportChange, ImportDoubt, ImportLeft, ImportProblem } from '../../../src/contacts/import/api.ts'
import { phoneWords } from '../../kit/phone-words.ts'
import { cx } from '../../kit/pieces.tsx'
import { useWords, type Say } from '../../kit/words.ts'
import { pointRoles } from './roles-dialog.tsx'

const kinds = ['company', 'point', 'contact', 'tie'] as const
const outcomes = ['new', 'changed', 'same'] as const

/** What loading the table would do: counts, rows that cannot be taken, every changed cell. Nothing is written yet. */
export function DryRun({ card, dryRun, loading, load }: { card: ImportCard; dryRun: NonNullable<ImportCard['dryRun']>; loading: boolean; load: () => void }) {
  const { say } = useWords()
  const { rows } = card.counts
  const nothing = rows.new + rows.changed === 0
  return (
    <section className="panel import-panel" aria-label={say('imports.check')}>
      <h2>{say('imports.check')}: {card.fileName}</h2>
      <table className="table import-counts">
        <thead><tr><th>{say('imports.what')}</th>{outcomes.map(outcome => <th key={outcome} className="right">{say(`imports.counts.${outcome}`)}</th>)}</tr></thead>
        <tbody>{kinds.map(kind => <tr key={kind}><td>{say(`imports.kinds.${kind}`)}</td>{outcomes.map(outcome => <td key={outcome} className={cx('right num', card.counts[kind][outcome] === 0 && 'dim')}>{card.counts[kind][outcome]}</td>)}</tr>)}</tbody>
      </table>
      <p className="dim small">{say('imports.columns')}: {card.columns.read.map(({ field, heading }) => (heading.toLowerCase() === say(`imports.fields.${field}`).toLowerCase() ? heading : `${heading} (${say(`imports.fields.${field}`).toLowerCase()})`)).join(', ')}.{card.columns.unread.length > 0 && ` ${say('imports.unread', { headings: card.columns.unread.join(', ') })}.`}</p>
      {dryRun.byName > 0 && <p className="dim small">{say('imports.byName', { count: dryRun.byName })}</p>}
      {dryRun.notes.map(note => <p key={`${note.row} ${note.name}`} className="import-note small">{say('imports.note', { row: note.row, name: note.name || say('contacts.noName') })}</p>)}
      {dryRun.problems.length > 0 && <Problems problems={dryRun.problems} all={dryRun.problemsInAll} />}
      {dryRun.doubts.length > 0 && <Doubts doubts={dryRun.doubts} all={dryRun.doubtsInAll} />}
      {nothing ? <p role="status">{say('imports.nothing')}</p> : (
        <div className="row wrap import-actions">
          <Button loading={loading} onClick={load}>{say('imports.apply', { count: rows.new + rows.changed })}</Button>
          {rows.refused > 0 && <span className="dim small">{say('imports.skips', { count: rows.refused })}</span>}
        </div>
      )}
      {dryRun.changes.length > 0 && <Changes changes={dryRun.changes} all={dryRun.changesInAll} doubtful={new Set(dryRun.doubts.map(({ row }) => row))} />}
    </section>
  )
}

function Problems({ problems, all }: { problems: readonly ImportProblem[]; all: number }) {
  const { say } = useWords()
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={say('imports.problems')}>
      <h3 className="bad-title">{say('imports.problems')}: {all}</h3>
      <table className="table">
        <thead><tr><th className="right">{say('imports.row')}</th><th>{say('imports.place')}</th><th>{say('imports.value')}</th><th>{say('imports.problem')}</th></tr></thead>
        <tbody>{problems.map(problem => (
          <tr key={`${problem.row} ${problem.field ?? ''}`}><td className="right num">{problem.row}</td><td>{problem.heading ?? (problem.field === null ? '' : say(`imports.fields.${problem.field}`))}</td><td className="prewrap">{problem.value === '' ? <span className="dim">{say('imports.blank')}</span> : problem.value}</td>
            <td>{say(`imports.faults.${problem.kind}`, { max: problem.max ?? '', other: problem.other ?? '' })}</td></tr>
        ))}</tbody>
      </table>
      {all > problems.length && <p className="dim small">{say('imports.capped', { shown: problems.length, all })}</p>}
    </div>
  )
}

/** What is loaded, but somebody should look at it: each number once. */
function Doubts({ doubts, all }: { doubts: readonly ImportDoubt[]; all: number }) {
  const { say } = useWords()
  return (
    <div role="region" aria-label={say('imports.doubts')}>
      <h3 className="warn-title">{say('imports.doubts')}: {all}</h3>
      <ul className="import-doubts">{doubts.map(({ row, rows, value, kind }) => (
        <li key={value}><span className="dim">{say('imports.row')} {row}{rows > 1 && `, ${say('imports.doubtOf', { count: rows })}`}.</span> {say(`imports.doubt.${kind}`, { value })}</li>
      ))}</ul>
      {all > doubts.length && <p className="dim small">{say('imports.capped', { shown: doubts.length, all })}</p>}
    </div>
  )
}

function Changes({ changes, all, doubtful }: { changes: readonly ImportChange[]; all: number; doubtful: ReadonlySet<number> }) {
  const { say } = useWords()
  return (
    <div className="table-scroll import-changes" tabIndex={0} role="region" aria-label={say('imports.changes')}>
      <h3>{say('imports.changes')}</h3>
      <table className="table">
        <thead><tr><th className="right">{say('imports.row')}</th><th>{say('imports.name')}</th><th>{say('imports.field')}</th><th>{say('imports.before')}</th><th>{say('imports.after')}</th></tr></thead>
        <tbody>{changes.map(change => (change.isNew ? <New key={`${change.row} ${change.kind} ${change.name}`} change={change} doubtful={change.kind === 'company' && doubtful.has(change.row)} /> : <Changed key={`${change.row} ${change.kind} ${change.name}`} change={change} />))}</tbody>
      </table>
      {all > changes.length && <p className="dim small">{say('imports.capped', { shown: changes.length, all })}</p>}
    </div>
  )
}

/** A value of a cell in words: roles have names of their own, phones are read in groups. */
const valueWords = (field: string, value: string, say: Say): string => (field === 'phone' && value.startsWith('+') ? phoneWords(value) : field === 'role' && value !== '' ? say(`contacts.roles.${pointRoles.find(role => role === value) ?? 'staff'}`) : value)

function New({ change, doubtful }: { change: ImportChange; doubtful: boolean }) {
  const { say } = useWords()
  const told = change.fields.filter(({ field }) => !(['company', 'point', 'contact'] as string[]).includes(field) || field !== change.kind)
  return (
    <tr><td className="right num">{change.row}</td><td><span className="dim">{say(`imports.kind.${change.kind}`)}</span> {change.name} <span className="mark good">{say(`imports.fresh.${change.kind}`)}</span>{doubtful && <> <span className="mark warn">{say('imports.doubtful')}</span></>}</td>
      <td colSpan={3} className="dim">{told.map(({ field, after }) => valueWords(field, after, say)).filter(value => value !== '').join(', ')}</td></tr>
  )
}

function Changed({ change }: { change: ImportChange }) {
  const { say } = useWords()
  const blank = <span className="dim">{say('imports.blank')}</span>
  return change.fields.map(({ field, before, after }, index) => (
    <tr key={field}><td className="right num">{index === 0 ? change.row : ''}</td><td>{index === 0 && <><span className="dim">{say(`imports.kind.${change.kind}`)}</span> {change.name}</>}</td>
      {field === 'archived' ? <td colSpan={3}>{say('imports.back')}</td> : <><td>{say(`imports.fields.${field}`)}</td><td className="old">{before === '' ? blank : valueWords(field, before, say)}</td><td className="now">{after === '' ? blank : valueWords(field, after, say)}</td></>}</tr>
  ))
}

/** What an undo had to leave, and why. */
export function Left({ left }: { left: readonly ImportLeft[] }) {
  const { say } = useWords()
  return (
    <>
      <p>{say('imports.leftTitle')}:</p>
      <ul className="import-left">{left.map(one => <li key={`${one.kind} ${one.name} ${one.field ?? ''}`}><span className="dim">{say(`imports.kind.${one.kind}`)}</span> {one.name}{one.field !== null && ` (${say(`imports.fields.${one.field}`).toLowerCase()})`}: {say(`imports.left.${one.reason}`)}</li>)}</ul>
    </>
  )
}
