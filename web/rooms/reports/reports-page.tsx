import { Button, NativeSelect, Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { lazy, Suspense, useState, type ReactNode } from 'react'
import type { MonthReport } from '../../../src/reports/api.ts'
import { channelName } from '../../kit/channel.tsx'
import { at, Bone, Empty, ErrorNote, Moment, zoneNames } from '../../kit/pieces.tsx'
import { deskZone, moment } from '../../kit/moments.ts'
import { now } from '../../kit/time.ts'
import { useWords } from '../../kit/words.ts'
import { Bars, Count, type Bar, type Open } from './bars.tsx'
import { Behind, type Opened } from './behind.tsx'
import { companiesQuery, monthQuery, xlsxAddress, type Wish } from './data.ts'
import { figure, monthsBack, reasonSlices, slices, termKey, terms, type TermRow } from './figures.ts'
import { Heat } from './heat.tsx'
import { useReportWords } from './words.ts'
import './reports.css'

/** Comes after the words and the numbers: the library of pictures is the largest part of the page. */
const TermsPicture = lazy(() => import('./terms-picture.tsx'))

/** How far back the list of months goes. */
const monthsOffered = 36

/** A month of the service or of one customer: the words first, then pictures, each number opening its tickets (pain 39). */
export function ReportsPage() {
  const { words, names, language } = useReportWords()
  const navigate = useNavigate()
  const search: { month?: string; company?: string } = useSearch({ strict: false })
  const choice = useQuery(companiesQuery)
  const wish: Wish | null = search.month !== undefined ? { month: search.month, company: search.company ?? 'all' } : choice.data === undefined ? null : { month: choice.data.current, company: search.company ?? 'all' }
  const go = (next: Partial<Wish>) => void navigate({ to: '/reports', search: { ...search, ...next }, replace: true })
  return (
    <main className="page reports">
      <div className="row wrap reports-head no-print">
        <div className="grow"><h1>{words.title}</h1><p className="dim">{words.lead}</p></div>
        {choice.data !== undefined && wish !== null && (
          <div className="row wrap reports-choice">
            <NativeSelect label={words.month} value={wish.month} onChange={event => go({ month: event.currentTarget.value })}
              data={[...new Set([...monthsBack(choice.data.current, monthsOffered), wish.month])].map(value => ({ value, label: names.monthTitle(value) }))} />
            <Select label={words.whose} value={wish.company} onChange={value => value !== null && go({ company: value })} searchable allowDeselect={false} limit={100} nothingFoundMessage={words.nobodyFound} maxDropdownHeight={320}
              data={[{ value: 'all', label: words.wholeService }, ...choice.data.companies.map(({ id, name }) => ({ value: id, label: name }))]} />
            <Button component="a" href={xlsxAddress(wish, language)} download size="sm">{words.xlsx}</Button>
            <Button variant="default" size="sm" onClick={() => window.print()}>{words.print}</Button>
          </div>
        )}
      </div>
      {choice.isError && <ErrorNote error={choice.error} retry={() => void choice.refetch()} />}
      {wish !== null && <Month key={`${wish.month} ${wish.company}`} wish={wish} />}
    </main>
  )
}

function Month({ wish }: { wish: Wish }) {
  const { words, language } = useReportWords()
  const report = useQuery(monthQuery(wish, language))
  const [opened, setOpened] = useState<Opened | null>(null)
  if (report.isPending) return <div className="stack panel reports-panel" aria-busy><span className="dim" role="status">{words.counting}</span><Bone /><Bone width="70%" /><Bone width="85%" /></div>
  if (report.isError) return <ErrorNote error={report.error} retry={() => void report.refetch()} />
  return (
    <>
      <Report report={report.data} open={(key, title, count) => setOpened({ figure: key, title, count })} />
      {opened !== null && <Behind wish={wish} madeAt={report.data.madeAt} opened={opened} close={() => setOpened(null)} />}
    </>
  )
}

function Report({ report, open }: { report: MonthReport; open: Open }) {
  const { words, names } = useReportWords()
  const { say } = useWords()
  const { figures } = report
  const received = figure(figures, 'received')
  const service = report.company === null
  const bars = (prefix: string, nameOf: (id: string) => string): Bar[] => slices(figures, prefix).map(({ key, id, count }) => ({ key, name: nameOf(id), count }))
  return (
    <>
      <Head report={report} open={open} />
      {received === 0 && figure(figures, 'carried') === 0 ? <Empty title={words.empty} text={words.emptyText} /> : (
        <div className="reports-grid">
          <Terms report={report} open={open} />
          <Panel title={words.late}><Bars title={words.late} none={words.noLate} open={open} bars={reasonSlices(figures).map(({ key, id, count, clock }) => ({ key, name: sentenceCase(known(names.reason, id)), hint: names.clock[clock].toLowerCase(), count }))} /></Panel>
          <Pauses report={report} open={open} />
          <Panel title={words.ends}>
            <Bars title={words.ends} open={open} bars={[...bars('ended', id => sentenceCase(known(names.end, id))), ...barOf(figures, 'open', words.open)]} />
            {figure(figures, 'carried') > 0 && <><h3>{words.carried}</h3><Bars title={words.carried} open={open} bars={[...barOf(figures, 'carried', words.carriedAll), ...barOf(figures, 'carried/ended', words.carriedEnded), ...barOf(figures, 'carried/open', words.carriedOpen)]} /></>}
          </Panel>
          <Panel title={words.load} wide><Heat figures={figures} open={open} /><Scale /></Panel>
          <Panel title={words.topics}><Bars title={words.topics} open={open} bars={bars('topic', id => (id === 'none' ? names.noTopic : `${id} ${known(report.names.topics, id)}`))} /></Panel>
          <Panel title={words.channels}><Bars title={words.channels} open={open} bars={bars('channel', id => sentenceCase(channelName(id, say)))} /></Panel>
          <Panel title={words.categories}>
            <Bars title={words.categories} open={open} bars={bars('category', id => known(names.category, id)).toSorted((a, b) => (a.key < b.key ? -1 : 1))} />
            {figure(figures, 'recategorised') > 0 && <><h3>{words.moves}</h3><Bars title={words.moves} open={open} bars={movesOf(figures, words.move)} /></>}
          </Panel>
          {report.outages.length > 0 && <Outages report={report} open={open} />}
          {service
            ? <Panel title={words.companies}><Bars title={words.companies} open={open} bars={bars('company', id => (id === 'none' ? names.noCompany : known(report.names.companies, id)))} /></Panel>
            : <Panel title={words.points}><Bars title={words.points} open={open} bars={bars('point', id => known(report.names.points, id))} /></Panel>}
          {service && <Specialists report={report} open={open} />}
        </div>
      )}
    </>
  )
}

/** A name of a table; an id that it does not know stands for itself. */
const known = <T extends string>(table: Readonly<Record<T, string>>, id: string): string => (Object.hasOwn(table, id) ? table[id as T] : id)
const sentenceCase = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1)
const barOf = (figures: MonthReport['figures'], key: string, name: string): Bar[] => (figure(figures, key) === 0 ? [] : [{ key, name, count: figure(figures, key) }])

/** `recategorised/3/1`: from the third category to the first. */
function movesOf(figures: MonthReport['figures'], say: (from: string, to: string) => string): Bar[] {
  return [1, 2, 3].flatMap(from => slices(figures, `recategorised/${from}`).map(({ key, id, count }) => ({ key, name: say(String(from), id), count }))).sort((a, b) => b.count - a.count)
}

/** The period said in full, the sentences, the figures that everybody asks for first. */
function Head({ report, open }: { report: MonthReport; open: Open }) {
  const { words, names, language } = useReportWords()
  const { say } = useWords()
  const { figures } = report
  const dates = new Intl.DateTimeFormat(language === 'ru' ? 'ru-RU' : 'en-GB', { timeZone: report.zone, day: 'numeric', month: 'long', year: 'numeric' })
  const [last, madeAt] = [dates.format(at(report.to) - 1), moment(at(report.madeAt), now(), language, report.zone, zoneNames(say))]
  const tiles = ([['received', words.received], ['new', words.fresh], ['again', words.again], ['ended', words.ended], ['open', words.open], ['paused', words.paused], ['stop', words.stop], ['disputed', words.disputed], ['outside', words.outside], ['carried', words.carried], ['spam', words.spam]] as const)
    .filter(([key]) => key === 'received' || figure(figures, key) > 0)
  return (
    <section className="panel reports-panel reports-words" aria-labelledby="report-heading">
      <h2 id="report-heading">{words.heading(report.company?.name ?? words.wholeService, names.monthTitle(report.month))}</h2>
      <p className="dim small">{words.period(last, report.zone === deskZone ? null : report.zone, madeAt)}</p>
      <div className="sentences">
        {report.sentences.map((parts, place) => (
          <p key={place}>{parts.map((part, piece) => (part.figure === null ? together(part.text) : <button key={piece} type="button" className="link" onClick={() => open(part.figure ?? '', titleOf(part.figure ?? '', { words, names }), figure(figures, part.figure ?? ''))}>{together(part.text)}</button>))}</p>
        ))}
      </div>
      <dl className="tiles">{tiles.map(([key, title]) => <div key={key}><dt>{title}</dt><dd><Count figure={key} title={title} count={figure(figures, key)} open={open} /></dd></div>)}</dl>
    </section>
  )
}

/** A number and its word stay on one line. */
const together = (text: string): string => text.replaceAll(/(\d) (?=\p{L})/gu, '$1\u00a0')

/** What a figure of a sentence is called above its list. */
function titleOf(key: string, { words, names }: Pick<ReturnType<typeof useReportWords>, 'words' | 'names'>): string {
  const [kind = '', one = '', two = ''] = key.split('/')
  if (kind === 'clock' && (one === 'reaction' || one === 'result') && (two === 'kept' || two === 'broken')) return `${names.clock[one]}, ${words[two].toLowerCase()}`
  const titles: Record<string, string> = { received: words.received, new: words.fresh, again: words.again, open: words.open, paused: words.paused, outside: words.outside, carried: one === 'ended' ? words.carriedEnded : words.carriedAll, topic: words.topics }
  return titles[kind] ?? words.tableOf
}

function Panel({ title, wide = false, children }: { title: string; wide?: boolean; children: ReactNode }) {
  return <section className={wide ? 'panel reports-panel wide' : 'panel reports-panel'}><h2>{title}</h2>{children}</section>
}

function Terms({ report: { figures, usual }, open }: { report: MonthReport; open: Open }) {
  const { words, names, percent } = useReportWords()
  const rows = terms(figures)
  const nameOf = ({ clock, category }: TermRow): string => (category === null ? `${names.clock[clock]}: ${words.all}` : `${names.clock[clock]}: ${names.category[category]}`)
  if (rows.length === 0) return null
  return (
    <Panel title={words.terms} wide>
      <div className="terms">
        <Suspense fallback={<Bone height={rows.length * 34} />}><TermsPicture rows={rows} nameOf={nameOf} open={open} /></Suspense>
        <div className="table-scroll" tabIndex={0} role="region" aria-label={words.terms}>
          <table className="table">
            <thead>
              <tr>
                <th scope="col">{words.term}</th><th scope="col" className="right"><i className="swatch kept" aria-hidden />{words.kept}</th><th scope="col" className="right"><i className="swatch broken" aria-hidden />{words.broken}</th>
                <th scope="col" className="right"><i className="swatch running" aria-hidden />{words.running}</th><th scope="col" className="right">{words.share}</th><th scope="col" className="right" title={words.usualHint}>{words.usual}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(row => {
                const name = nameOf(row)
                const length = row.category === null ? usual[row.clock] : null
                return (
                  <tr key={name} className={row.category === null ? 'whole' : undefined}>
                    <th scope="row">{name}</th>
                    {(['kept', 'broken', 'running'] as const).map(standing => <td key={standing} className="right"><Count figure={termKey(row, standing)} title={`${name}, ${words[standing].toLowerCase()}`} count={row[standing]} open={open} /></td>)}
                    <td className="right num">{row.share === null ? '' : percent(row.share)}</td><td className="right num">{length === null ? '' : names.length(length)}</td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      </div>
    </Panel>
  )
}

function Scale() {
  const { words } = useReportWords()
  return <p className="scale small dim" aria-hidden>{words.less}<span className="scale-strip" />{words.more}</p>
}

function Pauses({ report: { figures, pauses }, open }: { report: MonthReport; open: Open }) {
  const { words, names } = useReportWords()
  const notes = slices(figures, 'delay').map(({ key, id, count }) => ({ key, name: sentenceCase(names.reason[id as '6.5.1']), count }))
  return (
    <Panel title={words.pauses}>
      {pauses.count === 0 ? <p className="dim none">{words.noPauses}</p> : (
        <>
          <p>{words.pausesLead(pauses.count, names.length(pauses.open))}</p>
          <Bars title={words.pauses} open={open} bars={barOf(figures, 'paused', words.paused)} />
        </>
      )}
      {notes.length > 0 && <><h3>{words.notes}</h3><Bars title={words.notes} open={open} bars={notes} /></>}
    </Panel>
  )
}

function Outages({ report: { figures, outages }, open }: { report: MonthReport; open: Open }) {
  const { words } = useReportWords()
  return (
    <Panel title={words.outages} wide>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={words.outages}>
        <table className="table">
          <thead><tr><th scope="col">№</th><th scope="col">{words.outage}</th><th scope="col">{words.from}</th><th scope="col">{words.to}</th><th scope="col" className="right">{words.calls}</th></tr></thead>
          <tbody>
            {outages.map(({ number, title, from, to }) => (
              <tr key={number}><td className="num">{number}</td><td>{title}</td><td><Moment at={at(from)} /></td><td>{to === null ? words.lasts : <Moment at={at(to)} />}</td><td className="right"><Count figure={`outage/${number}`} title={title} count={figure(figures, `outage/${number}`)} open={open} /></td></tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  )
}

/** Only in the service's month: a customer has no business with who was on duty. */
function Specialists({ report: { figures, names: { specialists } }, open }: { report: MonthReport; open: Open }) {
  const { words, names } = useReportWords()
  const rows = slices(figures, 'specialist').map(({ key, id, count }) => ({ key, name: id === 'none' ? names.nobody : (specialists[id] ?? ''), count, broken: figure(figures, `${key}/broken`) }))
  return (
    <Panel title={words.specialists}>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={words.specialists}>
        <table className="table">
          <thead><tr><th scope="col">{words.person}</th><th scope="col" className="right">{words.count}</th><th scope="col" className="right">{words.withBroken}</th></tr></thead>
          <tbody>{rows.map(({ key, name, count, broken }) => <tr key={key}><td>{name}</td><td className="right"><Count figure={key} title={name} count={count} open={open} /></td><td className="right"><Count figure={`${key}/broken`} title={`${name}, ${words.withBroken.toLowerCase()}`} count={broken} open={open} /></td></tr>)}</tbody>
        </table>
      </div>
    </Panel>
  )
}
