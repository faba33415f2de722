import { useState } from 'react'
import { api } from '../../kit/api.ts'
import { TypeAhead } from '../../kit/type-ahead.tsx'
import { useWords } from '../../kit/words.ts'
import { useDevelopments, type Development } from './data.ts'

/** An item that is there, or the title of one to be made when the dialog is sent. */
export type ItemChoice = { id: string } | { title: string } | null

/** The id of what was chosen; makes the item if it is new. Rejects with a refusal. */
export async function idOfChoice(choice: ItemChoice): Promise<string | null> {
  if (choice === null) return null
  return 'id' in choice ? choice.id : (await api.post<Development>('/api/developments', { title: choice.title })).id
}

/** Finds an item, or offers to make one with the typed title. */
export function ChooseItem({ choose, autoFocus = false }: { choose: (choice: ItemChoice) => void; autoFocus?: boolean }) {
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
        if (option.id !== '') setWords(option.label)
        choose(option.id === '' ? { title } : { id: option.id })
      }} />
  )
}
