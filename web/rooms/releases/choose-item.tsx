import { useState } from 'react'
import { api } from '../../kit/api.ts'
import { TypeAhead } from '../../kit/type-ahead.tsx'
import { useWords } from '../../kit/words.ts'
import { findDevelopments, useDevelopments, type Development } from './data.ts'

/** An item that is there, or the typed title of one to be made when the dialog is sent. */
export type ItemChoice = { id: string } | { title: string } | null

/** By its title, its number or its tracker entry. */
function isCalled(item: Development, words: string): boolean {
  const called = words.toLowerCase()
  return item.title.toLowerCase() === called || String(item.number) === called.replace('#', '') || (item.trackerId !== '' && item.trackerId.toLowerCase() === called)
}

/** The id of what was chosen; words that no living item is called by make a new one. Rejects with a refusal. */
export async function idOfChoice(choice: ItemChoice): Promise<string | null> {
  if (choice === null) return null
  if ('id' in choice) return choice.id
  const { title } = choice
  // The list may not have come yet when the title was typed and sent: looked up once more, so that no item is made twice.
  const same = (await findDevelopments(title, 'living')).find(item => isCalled(item, title))
  return (same ?? await api.post<Development>('/api/developments', { title })).id
}

/** Finds an item, or makes one: a title that was typed and not picked is the new item, and the field says so. */
export function ChooseItem({ choose, autoFocus = false }: { choose: (choice: ItemChoice) => void; autoFocus?: boolean }) {
  const { say } = useWords()
  const [words, setWords] = useState('')
  const found = useDevelopments(words, 'living', words.trim() !== '')
  const items = found.data ?? []
  const title = words.trim()
  const isNew = title.length > 2 && !items.some(item => isCalled(item, title))
  return (
    <TypeAhead label={say('releases.choose.label')} placeholder={say('releases.choose.hint')} words={words} autoFocus={autoFocus} loading={found.isFetching} nothing={say('releases.choose.nothing')}
      {...(isNew ? { description: say('releases.choose.willCreate', { title }) } : {})}
      onWords={next => { setWords(next); choose(next.trim().length > 2 ? { title: next.trim() } : null) }}
      options={[...items.map(item => ({ id: item.id, label: item.title, hint: `${item.number}${item.releaseName === '' ? '' : ` · ${item.releaseName}`}` })), ...(isNew ? [{ id: '', label: say('releases.choose.createNew', { title }) }] : [])]}
      onPick={option => {
        if (option.id !== '') setWords(option.label)
        choose(option.id === '' ? { title } : { id: option.id })
      }} />
  )
}
