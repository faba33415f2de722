import { useState } from 'react'
import { api } from '../../kit/api.ts'
import { TypeAhead } from '../../kit/type-ahead.tsx'
import { useWords } from '../../kit/words.ts'
import { useDevelopments, type Development } from './data.ts'

/** Finds an item, or makes one with the typed title. `choose(null)`: none. */
export function ChooseItem({ choose, autoFocus = false }: { choose: (id: string | null) => void; autoFocus?: boolean }) {
  const { say } = useWords()
  const [words, setWords] = useState('')
  const found = useDevelopments(words, 'living', words.trim() !== '')
  const items = found.data ?? []
  const title = words.trim()
  const isNew = title.length > 2 && !items.some(item => item.title.toLowerCase() === title.toLowerCase())
  return (
    <TypeAhead label={say('releases.choose.label')} placeholder={say('releases.choose.hint')} words={words} autoFocus={autoFocus} loading={found.isFetching} nothing={say('releases.choose.nothing')}
      onWords={next => { setWords(next); choose(null) }}
      options={[...items.map(item => ({ id: item.id, label: item.title, hint: `${item.number}${item.releaseName === '' ? '' : ` · ${item.releaseName}`}` })), ...(isNew ? [{ id: '', label: say('releases.choose.createNew', { title }) }] : [])]}
      onPick={option => {
        if (option.id !== '') {
          setWords(option.label)
          choose(option.id)
          return
        }
        void api.post<Development>('/api/developments', { title }).then(made => choose(made.id))
      }} />
  )
}
