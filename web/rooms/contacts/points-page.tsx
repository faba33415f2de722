import { Button, Checkbox, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconSearch, IconUpload } from '@tabler/icons-react'
import { keepPreviousData, useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import type { z } from 'zod'
import type { companiesFound, PointLine } from '../../../src/contacts/api.ts'
import { api } from '../../kit/api.ts'
import { FormDialog } from '../../kit/form-dialog.tsx'
import { limits } from '../../kit/limits.ts'
import { at, Bone, cx, Empty, ErrorNote, useTimes } from '../../kit/pieces.tsx'
import { told } from '../../kit/told.ts'
import { TypeAhead } from '../../kit/type-ahead.tsx'
import { useWords } from '../../kit/words.ts'
import { useMe } from '../staff/me.ts'
import { pointsQuery } from './points-data.ts'
import { SheetsButton } from './sheets.tsx'
import { PointPanel } from './point-panel.tsx'
import './contacts.css'
import './points.css'

/** Typing settles for a moment before the server is asked. */
const settle = 200

type Company = z.infer<typeof companiesFound>[number]

/** All points and who belongs to them: found by sound, street, phone or caller; made, changed, put away, printed. */
export function PointsPage() {
  const { say } = useWords()
  const me = useMe()
  const navigate = useNavigate()
  const { point: open } = useSearch({ strict: false }) as { point?: string }
  const [words, setWords] = useState('')
  const [company, setCompany] = useState<Company | null>(null)
  const [archived, setArchived] = useState(false)
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set())
  const [creating, setCreating] = useState(false)
  const [settled] = useDebouncedValue(words.trim(), settle)
  const list = useInfiniteQuery(pointsQuery({ words: settled, company: company?.id ?? null, archived }))
  const rows = list.data?.pages.flatMap(page => page.rows) ?? []
  const show = (id: string | undefined) => void navigate({ to: '/points', search: id === undefined ? {} : { point: id } })
  const mark = (id: string) => setMarked(before => new Set(before.has(id) ? [...before].filter(one => one !== id) : [...before, id]))
  const printed = marked.size > 0 ? { ids: [...marked] } : company !== null ? { company: company.id } : 'all'
  return (
    <main className={cx('points', open !== undefined && 'has-point')}>
      <section className="points-list" aria-label={say('contacts.page.list')}>
        <div className="points-head">
          <div className="row wrap"><h1 className="grow">{say('contacts.page.title')}</h1>
            {me.may.includes('import.run') && <Link to="/import" className="top-button"><IconUpload size={15} aria-hidden /><span>{say('contacts.page.import')}</span></Link>}
            <Button onClick={() => setCreating(true)}>{say('contacts.page.create')}</Button>
          </div>
          <TextInput type="search" aria-label={say('contacts.page.search')} placeholder={say('contacts.page.searchHint')} leftSection={<IconSearch size={15} aria-hidden />} value={words} maxLength={limits.searchWords} onChange={event => setWords(event.currentTarget.value)} />
          <div className="row wrap points-filters">
            <CompanyFilter company={company} choose={setCompany} />
            <Checkbox size="xs" label={say('contacts.page.archived')} checked={archived} onChange={event => setArchived(event.currentTarget.checked)} />
            {!archived && rows.length > 0 && <SheetsButton which={printed} label={marked.size > 0 ? say('contacts.page.sheetMarked', { count: marked.size }) : say(company === null ? 'contacts.page.sheet' : 'contacts.page.sheetCompany')} />}
            {marked.size > 0 && <button type="button" className="link small" onClick={() => setMarked(new Set())}>{say('contacts.page.unmark')}</button>}
          </div>
        </div>
        <div className="points-rows" aria-busy={list.isFetching}>
          {list.isPending && <div className="stack" style={{ padding: 16 }}><Bone /><Bone /><Bone /></div>}
          {list.isError && <ErrorNote error={list.error} retry={() => void list.refetch()} />}
          {list.isSuccess && rows.length === 0 && (settled === '' && company === null && !archived
            ? <Empty title={say('contacts.page.empty')} text={say('contacts.page.emptyText')} />
            : <Empty title={say('contacts.page.nothing')} text={say('contacts.page.nothingText')} />)}
          <ul>{rows.map(row => <Row key={row.id} row={row} current={row.id === open} marked={marked.has(row.id)} mark={() => mark(row.id)} />)}</ul>
          {list.hasNextPage && <div className="points-more"><Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{say('contacts.page.more')}</Button></div>}
          {settled !== '' && rows.length >= 100 && <p className="dim small points-more">{say('contacts.page.capped')}</p>}
        </div>
      </section>
      {open === undefined ? <div className="points-none dim">{say('contacts.page.choose')}</div> : <PointPanel key={open} id={open} close={() => show(undefined)} />}
      {creating && <NewPoint name={words.trim()} close={() => setCreating(false)} made={show} />}
    </main>
  )
}

function Row({ row, current, marked, mark }: { row: PointLine; current: boolean; marked: boolean; mark: () => void }) {
  const { say } = useWords()
  const times = useTimes()
  const { lastCaller } = row
  return (
    <li className={cx('point-row', current && 'current')}>
      <input type="checkbox" checked={marked} onChange={mark} aria-label={say('contacts.page.mark', { name: row.name })} />
      <Link to="/points" search={{ point: row.id }} className="point-row-link" aria-current={current ? 'true' : undefined}>
        <b>{row.name}</b>{row.archivedAt !== null && <span className="mark">{say('contacts.page.archivedMark')}</span>}
        <span className="dim small ellipsis">{[row.address, row.company?.name].filter(Boolean).join(' · ')}</span>
        <span className="dim small ellipsis">{[
          row.people > 0 ? say('contacts.page.people', { count: row.people }) : '',
          lastCaller === null ? '' : say('contacts.page.lastCaller', { name: lastCaller.name || lastCaller.phone || say('contacts.noName'), at: times.moment(at(lastCaller.at)) }),
        ].filter(Boolean).join(' · ')}</span>
      </Link>
    </li>
  )
}

function CompanyFilter({ company, choose }: { company: Company | null; choose: (company: Company | null) => void }) {
  const { say } = useWords()
  const [words, setWords] = useState('')
  const [settled] = useDebouncedValue(words.trim(), settle)
  const found = useQuery({ queryKey: ['companies', settled], queryFn: () => api.get<Company[]>(`/api/companies?words=${encodeURIComponent(settled)}`), placeholderData: keepPreviousData, staleTime: 30_000 })
  if (company !== null) return <span className="mark accent">{company.name} <button type="button" className="link" onClick={() => choose(null)} aria-label={say('contacts.page.allCompanies')}>×</button></span>
  return (
    <div className="company-filter">
      <TypeAhead label={say('contacts.page.company')} labelHidden placeholder={say('contacts.page.allCompanies')} words={words} onWords={setWords} loading={found.isFetching} nothing={say('contacts.nothingFound')}
        options={(found.data ?? []).map(one => ({ id: one.id, label: one.name, hint: String(one.points) }))}
        onPick={option => {
          setWords('')
          choose(found.data?.find(({ id }) => id === option.id) ?? null)
        }} />
    </div>
  )
}

function NewPoint({ name, close, made }: { name: string; close: () => void; made: (id: string) => void }) {
  const { say } = useWords()
  const client = useQueryClient()
  const [form, setForm] = useState({ name, address: '', companyName: '' })
  const field = (key: keyof typeof form) => ({ value: form[key], onChange: (event: { currentTarget: { value: string } }) => setForm({ ...form, [key]: event.currentTarget.value }) })
  return (
    <FormDialog title={say('contacts.page.create')} submitLabel={say('kit.save')} ready={form.name.trim() !== ''} close={close}
      submit={async () => {
        const { id } = await api.post<{ id: string }>('/api/points', { name: form.name.trim(), address: form.address.trim(), companyName: form.companyName.trim() })
        await client.invalidateQueries({ queryKey: ['points'] })
        told(say('contacts.page.created'))
        made(id)
      }}>
      <TextInput label={say('contacts.name')} maxLength={limits.name} data-autofocus {...field('name')} />
      <TextInput label={say('contacts.address')} maxLength={500} {...field('address')} />
      <TextInput label={say('contacts.companyName')} maxLength={limits.name} {...field('companyName')} />
    </FormDialog>
  )
}
