import { Button, TextInput } from '@mantine/core'
import { IconArrowLeft, IconHistory } from '@tabler/icons-react'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { useCommands } from '../../kit/commands.ts'
import { at, Bone, cx, Empty, ErrorNote, useTimes } from '../../kit/pieces.tsx'
import { useWords } from '../../kit/words.ts'
import { useMe } from '../staff/me.ts'
import { topicsFor } from '../tickets/topics.ts'
import { CardEditor } from './card-editor.tsx'
import { CardView } from './card-view.tsx'
import { useTopics, type TopicRow } from './data.ts'
import { History } from './history.tsx'
import './competence.css'

/** what the desk does for each topic of the regulation: found by words or number, read by everybody, changed by leads. */
export function TopicsPage() {
  const { say } = useWords()
  const { topic } = useSearch({ from: '/shell/topics' })
  const topics = useTopics()
  const chosen = topics.data?.find(row => row.id === topic) ?? null
  // The card has the heading of the page: on a phone it stands alone.
  const Title = topic === undefined ? 'h1' : 'h2'
  return (
    <main className={cx('topics', topic !== undefined && 'on-card')}>
      <div className="topics-list">
        <Title className="topics-title">{say('competence.title')}</Title>
        <p className="dim small">{say('competence.lead')}</p>
        {topics.isPending && <div className="stack"><Bone /><Bone /><Bone /><Bone /></div>}
        {topics.isError && <ErrorNote error={topics.error} retry={() => void topics.refetch()} />}
        {topics.isSuccess && <TopicList rows={topics.data} current={topic ?? null} />}
      </div>
      <div className="topics-card">
        {topic === undefined && <Empty title={say('competence.choose')} text={say('competence.chooseText')} />}
        {topic !== undefined && topics.isSuccess && (chosen === null ? <Empty title={say('competence.gone')}><BackToList /></Empty> : <Card key={chosen.id} row={chosen} outside={topics.data.filter(row => row.kind === 'outside')} />)}
      </div>
    </main>
  )
}

const BackToList = () => {
  const { say } = useWords()
  return <Link to="/topics" search={{}} className="topics-back"><IconArrowLeft size={15} aria-hidden />{say('competence.toList')}</Link>
}

/** Sections with their topics; typed words or a number leave the fitting ones. The arrows walk, also from the field of search. */
function TopicList({ rows, current }: { rows: readonly TopicRow[]; current: string | null }) {
  const { say } = useWords()
  const navigate = useNavigate()
  const [words, setWords] = useState('')
  const list = useRef<HTMLDivElement>(null)
  const field = useRef<HTMLInputElement>(null)
  useCommands([{ id: 'find-topic', group: 'general', label: say('competence.search'), keys: ['/'], run: () => field.current?.focus() }])
  const shown = useMemo(() => {
    const choices = rows.map(row => ({ id: row.id, title: row.short, words: [row.title, ...row.parts.map(part => part.title)].join('; '), group: row.group.title, category: row.card.proposedCategory, outside: row.kind === 'outside', reply: null, synonyms: row.card.synonyms }))
    const places = new Map(topicsFor(choices, words).map((choice, place) => [choice.id, place]))
    const fitting = rows.filter(row => places.has(row.id))
    // Unfiltered, the catalogue's own order; filtered, the likeliest first and without sections.
    return words.trim() === '' ? { flat: false, rows: fitting } : { flat: true, rows: fitting.toSorted((one, other) => Number(places.get(one.id)) - Number(places.get(other.id))) }
  }, [rows, words])
  const sections = shown.flat
    ? [{ id: 'found', title: '', rows: shown.rows }]
    : [...new Map(shown.rows.map(row => [row.group.id, row.group.title])).entries()].map(([id, title]) => ({ id, title: id === '' ? say('competence.outside') : `${id} ${title}`, rows: shown.rows.filter(row => row.group.id === id) }))

  function onKey(event: KeyboardEvent) {
    const links = [...(list.current?.querySelectorAll<HTMLAnchorElement>('a') ?? [])]
    const now = links.indexOf(document.activeElement as HTMLAnchorElement)
    if (event.key === 'ArrowDown' || (event.key === 'ArrowUp' && now >= 0)) {
      event.preventDefault()
      const next = links[now + (event.key === 'ArrowDown' ? 1 : -1)]
      if (next === undefined && event.key === 'ArrowUp') field.current?.focus()
      else next?.focus()
    }
    if (event.key === 'Enter' && event.target === field.current && shown.rows[0] !== undefined) void navigate({ to: '/topics', search: { topic: shown.rows[0].id } })
  }
  return (
    <div onKeyDown={onKey} className="stack">
      <TextInput ref={field} type="search" aria-label={say('competence.search')} placeholder={say('competence.searchHint')} value={words} maxLength={200} onChange={event => setWords(event.currentTarget.value)} />
      <nav ref={list} aria-label={say('competence.title')}>
        {shown.rows.length === 0 && <Empty title={say('competence.none')} text={say('competence.noneText')} />}
        {sections.map(section => (
          <section key={section.id}>
            {section.title !== '' && <h2>{section.title}</h2>}
            <ul>
              {section.rows.map(row => (
                <li key={row.id}>
                  <Link to="/topics" search={{ topic: row.id }} className={cx('topic-link', row.id === current && 'current')} aria-current={row.id === current ? 'page' : undefined}>
                    <b className="num">{row.id}</b> <span className="grow">{row.short}</span>{row.edited && <span className="mark accent">{say('competence.edited')}</span>}
                  </Link>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </nav>
    </div>
  )
}

function Card({ row, outside }: { row: TopicRow; outside: readonly TopicRow[] }) {
  const { say } = useWords()
  const times = useTimes()
  const canEdit = useMe().may.includes('topic.edit')
  const [history, openHistory] = useState(false)
  return (
    <article aria-label={`${row.id} ${row.short}`}>
      <BackToList />
      <header className="card-head">
        <div className="row wrap">
          <h1 className="grow"><span className="num">{row.id}</span> {row.short}</h1>
          <Button variant="default" leftSection={<IconHistory size={14} />} onClick={() => openHistory(true)}>{say('competence.history')}</Button>
        </div>
        <p>{row.title}</p>
        <div className="row wrap">
          <span className={cx('mark', row.kind === 'outside' ? 'warn' : 'accent')}>{say(`competence.modes.${row.mode ?? 'outside'}`)}</span>
          {row.kind === 'topic' && <span className="mark">{say('competence.categories', { list: row.categories.length === 0 ? say('competence.byEffect') : row.categories.join(', ') })}</span>}
          {row.kind === 'topic' && <span className="mark">{say(row.accessData ? 'competence.access.yes' : 'competence.access.no')}</span>}
          <span className="dim small">{row.edited && row.updatedBy !== null && row.updatedAt !== null ? say('competence.editedBy', { name: row.updatedBy.name, at: times.moment(at(row.updatedAt)) }) : say('competence.shipped')}</span>
        </div>
        {row.exception !== null && <p className="dim"><b>{say('competence.exception')}.</b> {row.exception}</p>}
      </header>
      {canEdit ? <CardEditor row={row} outside={outside} /> : <><p className="dim small">{say('competence.readOnly')}</p><CardView card={row.card} row={row} /></>}
      {history && <History row={row} canEdit={canEdit} close={() => openHistory(false)} />}
    </article>
  )
}
