import { Button, SegmentedControl, TextInput } from '@mantine/core'
import { IconPlus, IconSearch } from '@tabler/icons-react'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { cx, Bone, Empty, ErrorNote } from '../../kit/pieces.tsx'
import { useWords } from '../../kit/words.ts'
import { useDevelopments, type DevelopmentState } from './data.ts'
import { ItemDialog } from './item-dialog.tsx'
import './releases.css'

export const tones: Record<DevelopmentState, string> = { open: '', in_work: 'accent', done: 'good', declined: '' }

/** All development items, those that live first; found by title, number or tracker entry. */
export function DevelopmentsPage() {
  const { say } = useWords()
  const navigate = useNavigate()
  const [words, setWords] = useState('')
  const [state, setState] = useState('living')
  const [adding, setAdding] = useState(false)
  const list = useDevelopments(words, state)
  return (
    <main className="page">
      <div className="row page-head"><h1 className="grow">{say('releases.title')}</h1><Button leftSection={<IconPlus size={15} />} onClick={() => setAdding(true)}>{say('releases.add')}</Button></div>
      <p className="dim">{say('releases.lead')}</p>
      <div className="row developments-find">
        <TextInput className="grow" aria-label={say('releases.searchLabel')} placeholder={say('releases.search')} leftSection={<IconSearch size={15} />} value={words} onChange={event => setWords(event.currentTarget.value)} />
        <SegmentedControl size="xs" aria-label={say('releases.filter.label')} value={state} onChange={setState}
          data={[{ value: 'living', label: say('releases.filter.living') }, { value: 'done', label: say('releases.states.done') }, { value: 'all', label: say('releases.filter.all') }]} />
      </div>
      {list.isPending && <div className="stack panel" style={{ padding: 16 }}><Bone /><Bone /><Bone /></div>}
      {list.isError && <ErrorNote error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && list.data.length === 0 && <Empty title={say(words.trim() === '' ? 'releases.none' : 'releases.nothing')} text={words.trim() === '' ? say('releases.noneText') : ''} />}
      {list.isSuccess && list.data.length > 0 && (
        <div className="panel table-scroll page-table" tabIndex={0} role="region" aria-label={say('releases.title')}>
          <table className="table">
            <thead><tr><th className="right">{say('releases.columns.number')}</th><th>{say('releases.columns.title')}</th><th>{say('releases.columns.state')}</th><th>{say('releases.columns.release')}</th><th className="right">{say('releases.columns.waiting')}</th></tr></thead>
            <tbody>{list.data.map(item => (
              <tr key={item.id}>
                <td className="right num dim">{item.number}</td>
                <td><Link to="/developments/$id" params={{ id: item.id }}>{item.title}</Link>{item.trackerId !== '' && <span className="dim small"> {item.trackerId}</span>}</td>
                <td><span className={cx('mark', tones[item.state])}>{say(`releases.states.${item.state}`)}</span></td>
                <td>{item.releaseName}</td>
                <td className="right num">{item.waiting}</td>
              </tr>
            ))}</tbody>
          </table>
        </div>
      )}
      {adding && <ItemDialog item={null} close={() => setAdding(false)} saved={made => void navigate({ to: '/developments/$id', params: { id: made.id } })} />}
    </main>
  )
}
