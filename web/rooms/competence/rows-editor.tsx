import { ActionIcon, Button } from '@mantine/core'
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react'
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react'
import { keyName } from '../../kit/keys.ts'
import { useWords } from '../../kit/words.ts'
import { moved, without } from './order.ts'

/**
 * A list whose rows are written, moved and taken away. Alt with an arrow moves the row that holds the cursor, Enter in its first field begins the next
 * one, and the cursor goes along.
 */
export function RowsEditor<T>({ rows, change, fresh, most, name, add, keyOf, children }: {
  rows: readonly T[]; change: (rows: T[]) => void; fresh: () => T; most: number
  /** «Шаг 2» */
  name: (n: number) => string
  add: string
  keyOf: (row: T, index: number) => string
  children: (row: T, set: (row: T) => void, label: string) => ReactNode
}) {
  const { say } = useWords()
  const list = useRef<HTMLOListElement>(null)
  const focusNext = useRef<number | null>(null)
  useEffect(() => {
    if (focusNext.current === null) return
    list.current?.children[focusNext.current]?.querySelector<HTMLElement>('textarea, input')?.focus()
    focusNext.current = null
  })

  function move(from: number, to: number) {
    if (to < 0 || to >= rows.length) return
    focusNext.current = to
    change(moved(rows, from, to))
  }
  function insert(at: number) {
    if (rows.length >= most) return
    focusNext.current = at
    change([...rows.slice(0, at), fresh(), ...rows.slice(at)])
  }
  function remove(index: number) {
    focusNext.current = rows.length === 1 ? null : Math.min(index, rows.length - 2)
    change(without(rows, index))
  }
  function onKey(event: KeyboardEvent, index: number) {
    const key = keyName(event)
    if (key === 'alt+ArrowUp' || key === 'alt+ArrowDown') {
      event.preventDefault()
      move(index, key === 'alt+ArrowUp' ? index - 1 : index + 1)
    }
    if (key === 'Enter' && !event.shiftKey && event.target instanceof HTMLElement && event.target.dataset['first'] !== undefined) {
      event.preventDefault()
      insert(index + 1)
    }
  }

  return (
    <>
      <ol className="rows" ref={list}>
        {rows.map((row, index) => {
          const what = name(index + 1)
          return (
            <li key={keyOf(row, index)} onKeyDown={event => onKey(event, index)}>
              <div className="rows-fields">{children(row, next => change(rows.map((one, place) => (place === index ? next : one))), what)}</div>
              <div className="rows-tools">
                <ActionIcon variant="subtle" color="gray" aria-label={say('competence.up', { what })} disabled={index === 0} onClick={() => move(index, index - 1)}><IconArrowUp size={15} /></ActionIcon>
                <ActionIcon variant="subtle" color="gray" aria-label={say('competence.down', { what })} disabled={index === rows.length - 1} onClick={() => move(index, index + 1)}><IconArrowDown size={15} /></ActionIcon>
                <ActionIcon variant="subtle" color="gray" aria-label={say('competence.remove', { what })} onClick={() => remove(index)}><IconTrash size={15} /></ActionIcon>
              </div>
            </li>
          )
        })}
      </ol>
      {rows.length < most && <div><Button variant="default" size="compact-sm" leftSection={<IconPlus size={14} />} onClick={() => insert(rows.length)}>{add}</Button></div>}
    </>
  )
}
