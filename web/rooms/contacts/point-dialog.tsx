import { useState } from 'react'
import type { PointCard } from '../../../src/contacts/api.ts'
import { api } from '../../kit/api.ts'
import { FormDialog } from '../../kit/form-dialog.tsx'
import { ErrorNote } from '../../kit/pieces.tsx'
import { TypeAhead } from '../../kit/type-ahead.tsx'
import { useWords } from '../../kit/words.ts'
import { pointHint, usePointSearch } from './search.ts'

const create = 'create'
const clear = 'clear'

/** Which point a ticket is about: found by name, street or company, or made on the spot. */
export function PointDialog({ current, choose, close, title }: {
  current: PointCard | null; choose: (point: string | null) => Promise<void>; close: () => void
  /** Where another question than «Where?» is asked. */
  title?: string
}) {
  const { say } = useWords()
  const [words, setWords] = useState('')
  const [picked, setPicked] = useState<string | null>(null)
  const search = usePointSearch(words, picked === null)
  const found = words.trim() === '' ? [] : (search.data ?? [])

  async function save() {
    if (picked === null) return
    if (picked === clear) return choose(null)
    if (picked !== create) return choose(picked)
    const { id } = await api.post<{ id: string }>('/api/points', { name: words.trim() })
    return choose(id)
  }
  return (
    <FormDialog title={title ?? say('contacts.chooseTitle')} submitLabel={say('kit.save')} ready={picked !== null} submit={save} close={close}>
      <TypeAhead label={say('contacts.point')} placeholder={say('contacts.searchPoint')} words={words} onWords={next => { setWords(next); setPicked(null) }} loading={search.isFetching} nothing={say('contacts.nothingFound')} autoFocus
        options={[
          ...found.map(point => ({ id: point.id, label: point.name, hint: pointHint(point) })),
          ...(words.trim() === '' || picked !== null ? [] : [{ id: create, label: say('contacts.createPoint', { name: words.trim() }) }]),
          ...(current === null || words.trim() !== '' ? [] : [{ id: clear, label: say('contacts.clearPoint') }]),
        ]}
        onPick={option => {
          setPicked(option.id)
          if (option.id !== create) setWords(option.label)
        }} />
      {search.isError && <ErrorNote error={search.error} retry={() => void search.refetch()} />}
    </FormDialog>
  )
}
