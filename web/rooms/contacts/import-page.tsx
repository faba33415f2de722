import { Button } from '@mantine/core'
import { IconDownload, IconFileSpreadsheet } from '@tabler/icons-react'
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useRef, useState, type DragEvent } from 'react'
import type { ImportCard, ImportPage as Page, ImportRow } from '../../../src/contacts/import/api.ts'
import { mostBytes } from '../../../src/contacts/import/limits.ts'
import { api, Refused } from '../../kit/api.ts'
import { FormDialog } from '../../kit/form-dialog.tsx'
import { at, Bone, cx, ErrorNote, Moment } from '../../kit/pieces.tsx'
import { told, toldRefusal } from '../../kit/told.ts'
import { useWords } from '../../kit/words.ts'
import { DryRun, Left } from './import-check.tsx'
import './import.css'

/** A table with points and people: dropped, checked, loaded, taken back. */
export function ImportPage() {
  const { say } = useWords()
  const client = useQueryClient()
  const [card, setCard] = useState<ImportCard | null>(null)
  const [busy, setBusy] = useState<'reading' | 'loading' | null>(null)
  const [error, setError] = useState<unknown>(null)
  const refresh = () => Promise.all([client.invalidateQueries({ queryKey: ['imports'] }), client.invalidateQueries({ queryKey: ['points'] })])

  async function upload(file: File | undefined) {
    if (file === undefined || busy !== null) return
    setError(null)
    setCard(null)
    if (file.size > mostBytes) {
      setError(new Refused('too_large', 413, say('imports.tooLarge')))
      return
    }
    setBusy('reading')
    const form = new FormData()
    form.append('file', file, file.name)
    try {
      setCard(await api.upload<ImportCard>('/api/imports', form))
      await refresh()
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(null)
    }
  }
  async function open(id: string) {
    setError(null)
    try {
      setCard(await api.get<ImportCard>(`/api/imports/${id}`))
    } catch (problem) {
      toldRefusal(problem, say)
    }
  }
  async function load(shown: ImportCard) {
    if (shown.dryRun === null) return
    setBusy('loading')
    setError(null)
    try {
      setCard(await api.post<ImportCard>(`/api/imports/${shown.id}/apply`, { fingerprint: shown.dryRun.fingerprint }))
      told(say('imports.applied'))
    } catch (problem) {
      setError(problem)
      // Somebody changed points meanwhile: what would be loaded now is shown at once.
      if (problem instanceof Refused && problem.code === 'import_moved') await open(shown.id).then(() => setError(problem))
    } finally {
      setBusy(null)
      await refresh()
    }
  }
  return (
    <main className="page imports">
      <div className="row wrap"><div className="grow"><h1>{say('imports.title')}</h1><p className="dim">{say('imports.lead')}</p></div>
        <span className="row"><span className="dim small">{say('imports.sample')}:</span>{(['xlsx', 'csv'] as const).map(kind => <a key={kind} className="print-link small" href={`/api/imports/sample.${kind}`} download><IconDownload size={14} aria-hidden />{say(kind === 'xlsx' ? 'imports.sampleXlsx' : 'imports.sampleCsv')}</a>)}</span>
      </div>
      <DropZone busy={busy === 'reading'} take={file => void upload(file)} />
      {error !== null && <ErrorNote error={error} />}
      {busy === 'reading' && <div className="stack panel" style={{ padding: 16 }} role="status"><span className="dim">{say('imports.reading')}</span><Bone /><Bone /></div>}
      {card !== null && card.dryRun !== null && <DryRun card={card} dryRun={card.dryRun} loading={busy === 'loading'} load={() => void load(card)} />}
      {card?.state === 'applied' && <Done card={card} undone={setCard} />}
      {card?.state === 'undone' && <section className="panel import-panel" role="status"><h2>{say('imports.undone')}</h2>{card.left.length === 0 ? <p>{say('imports.undoneText')}</p> : <Left left={card.left} />}</section>}
      <History open={id => void open(id)} undone={setCard} />
    </main>
  )
}

function DropZone({ busy, take }: { busy: boolean; take: (file: File | undefined) => void }) {
  const { say } = useWords()
  const [over, setOver] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const drag = (event: DragEvent, now: boolean) => {
    event.preventDefault()
    setOver(now)
  }
  return (
    <div className={cx('drop-zone panel', over && 'over')} onDragOver={event => drag(event, true)} onDragLeave={event => drag(event, false)} onDrop={event => { drag(event, false); take(event.dataTransfer.files[0]) }}>
      <IconFileSpreadsheet size={28} stroke={1.4} aria-hidden />
      <span>{say('imports.drop')} <span className="dim">{say('imports.or')}</span></span>
      <Button variant="default" loading={busy} onClick={() => input.current?.click()}>{say('imports.choose')}</Button>
      <span className="dim small">{say('imports.limits')}</span>
      <input ref={input} type="file" hidden aria-label={say('imports.choose')} accept=".csv,.txt,.xlsx" onChange={event => { take(event.currentTarget.files?.[0]); event.currentTarget.value = '' }} />
    </div>
  )
}

function Done({ card, undone }: { card: ImportCard; undone: (card: ImportCard) => void }) {
  const { say } = useWords()
  const { rows } = card.counts
  return (
    <section className="panel import-panel" role="status">
      <h2>{say('imports.applied')}</h2>
      <p>{say('imports.appliedText', { new: rows.new, changed: rows.changed, same: rows.same })}</p>
      <div className="row"><Button component={Link} to="/points">{say('imports.toPoints')}</Button><Undo row={card} undone={undone} /></div>
    </section>
  )
}

function Undo({ row, undone, compact = false }: { row: Pick<ImportRow, 'id' | 'fileName'>; undone: (card: ImportCard) => void; compact?: boolean }) {
  const { say } = useWords()
  const client = useQueryClient()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button variant="default" size={compact ? 'compact-xs' : 'xs'} onClick={() => setAsking(true)}>{say('imports.undo')}</Button>
      {asking && (
        <FormDialog title={say('imports.undoTitle', { file: row.fileName })} submitLabel={say('imports.undo')} danger bare close={() => setAsking(false)}
          submit={async () => {
            undone(await api.post<ImportCard>(`/api/imports/${row.id}/undo`))
            told(say('imports.undone'))
            await Promise.all([client.invalidateQueries({ queryKey: ['imports'] }), client.invalidateQueries({ queryKey: ['points'] })])
          }}>
          <p style={{ margin: 0 }}>{say('imports.undoText')}</p>
        </FormDialog>
      )}
    </>
  )
}

function History({ open, undone }: { open: (id: string) => void; undone: (card: ImportCard) => void }) {
  const { say } = useWords()
  const list = useInfiniteQuery({
    queryKey: ['imports'], initialPageParam: null as string | null, getNextPageParam: (last: Page) => last.next,
    queryFn: ({ pageParam }) => api.get<Page>(`/api/imports${pageParam === null ? '' : `?after=${encodeURIComponent(pageParam)}`}`),
  })
  const rows = list.data?.pages.flatMap(page => page.rows) ?? []
  return (
    <section>
      <h2 className="import-heading">{say('imports.history')}</h2>
      {list.isError && <ErrorNote error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && rows.length === 0 && <p className="dim">{say('imports.noHistory')}</p>}
      {rows.length > 0 && (
        <div className="panel table-scroll page-table" tabIndex={0} role="region" aria-label={say('imports.history')}>
          <table className="table">
            <thead><tr><th>{say('imports.file')}</th><th>{say('imports.who')}</th><th>{say('imports.when')}</th><th>{say('imports.result')}</th><th><span className="hidden-label">{say('imports.actions')}</span></th></tr></thead>
            <tbody>
              {rows.map(row => (
                <tr key={row.id} className={row.state === 'applied' ? undefined : 'uncounted'}>
                  <td>{row.fileName}</td><td>{row.uploadedBy.name}</td><td><Moment at={at(row.appliedAt ?? row.uploadedAt)} /></td>
                  <td>{say(`imports.state.${row.state}`)} <span className="dim small">{say('imports.summary', { new: row.counts.rows.new, changed: row.counts.rows.changed, refused: row.counts.rows.refused })}</span></td>
                  <td className="right">{row.undoUntil !== null ? <Undo row={row} undone={undone} compact /> : row.state === 'checked' ? <Button variant="default" size="compact-xs" onClick={() => open(row.id)}>{say('imports.goOn')}</Button> : null}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list.hasNextPage && <Button mt={12} variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{say('contacts.page.more')}</Button>}
    </section>
  )
}
