import { Modal } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { useId, useState, type KeyboardEvent } from 'react'
import { useAllCommands } from '../kit/commands.ts'
import { keyLabel } from '../kit/keys.ts'
import { cx, Key } from '../kit/pieces.tsx'
import { useWords } from '../kit/words.ts'
import { found } from './palette-search.ts'

const mac = navigator.platform.startsWith('Mac')

/** Every command of the moment, found by its words; a number opens that ticket. */
export default function Palette({ close }: { close: () => void }) {
  const { say } = useWords()
  const navigate = useNavigate()
  const commands = useAllCommands()
  const [words, setWords] = useState('')
  const [at, setAt] = useState(0)
  const id = useId()

  const number = /^\s*№?\s*(\d{1,9})\s*$/.exec(words)?.[1]
  const offered = [
    ...(number === undefined ? [] : [{ id: 'open-ticket', label: say('shell.palette.openTicket', { number }), keys: [] as readonly string[], run: () => void navigate({ to: '/tickets/$number', params: { number: Number(number) }, search: true }) }]),
    ...found(commands.filter(command => command.quiet !== true), words),
  ]
  const chosen = Math.min(at, Math.max(0, offered.length - 1))

  function run(index: number) {
    const command = offered[index]
    if (command === undefined) return
    close()
    // The dialog gives the focus back first; a command may want it elsewhere.
    setTimeout(() => command.run(), 0)
  }
  function onKey(event: KeyboardEvent) {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault()
      setAt((chosen + (event.key === 'ArrowDown' ? 1 : -1) + offered.length) % Math.max(1, offered.length))
    }
    if (event.key === 'Enter') {
      event.preventDefault()
      run(chosen)
    }
  }
  return (
    <Modal opened onClose={close} withCloseButton={false} title={undefined} size={560} yOffset="12vh" padding={0} attributes={{ content: { 'aria-label': say('shell.palette.title') } }}>
      <input className="palette-input" data-autofocus autoComplete="off" value={words} placeholder={say('shell.palette.placeholder')} aria-label={say('shell.palette.placeholder')}
        role="combobox" aria-expanded aria-controls={`${id}-list`} aria-activedescendant={offered.length === 0 ? undefined : `${id}-${chosen}`}
        onChange={event => { setWords(event.currentTarget.value); setAt(0) }} onKeyDown={onKey} />
      <div className="palette-list" id={`${id}-list`} role="listbox" aria-label={say('shell.palette.title')}>
        {offered.map((command, index) => (
          <div key={command.id} id={`${id}-${index}`} role="option" aria-selected={index === chosen} className={cx('palette-row', index === chosen && 'chosen')}
            ref={index === chosen ? element => element?.scrollIntoView({ block: 'nearest' }) : null} onMouseMove={() => setAt(index)} onClick={() => run(index)}>
            <span className="grow">{command.label}</span>
            {command.keys?.[0] !== undefined && <Key>{keyLabel(command.keys[0], mac)}</Key>}
          </div>
        ))}
      </div>
      {offered.length === 0 && <div className="palette-none dim">{say('shell.palette.none')}</div>}
      <div className="palette-hint dim">{say('shell.palette.hint')}</div>
    </Modal>
  )
}
