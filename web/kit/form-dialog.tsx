import { Button, Modal } from '@mantine/core'
import { useState, type FormEvent, type KeyboardEvent, type ReactNode } from 'react'
import { keyName } from './keys.ts'
import { ErrorNote, Key } from './pieces.tsx'
import { useWords } from './words.ts'

/**
 * A dialog that asks for something and sends it. `submit` rejects with a refusal: it is shown here and nothing that was typed is lost.
 * Ctrl+Enter sends from any field. A click outside never closes it, and Escape only while nothing was typed: words are not lost by a slip.
 */
export function FormDialog({ title, submitLabel, submit, ready = true, danger = false, stays = false, bare = false, close, size = 460, children }: {
  title: string; submitLabel: string; submit: () => Promise<void>
  /** False while something required is missing; the fields say what. */
  ready?: boolean
  danger?: boolean
  /** The caller shows something else after success instead of closing. */
  stays?: boolean
  /** No field to fill: the cursor stands on the button, so that Enter sends. */
  bare?: boolean
  close: () => void; size?: number; children: ReactNode
}) {
  const { say } = useWords()
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const [typed, setTyped] = useState(false)
  async function send(event: FormEvent | KeyboardEvent) {
    event.preventDefault()
    if (!ready || busy) return
    setBusy(true)
    setError(null)
    try {
      await submit()
      if (!stays) close()
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal opened onClose={close} title={title} size={size} closeOnClickOutside={false} closeOnEscape={!typed} closeButtonProps={{ 'aria-label': say('kit.close') }}>
      <form className="stack" onSubmit={event => void send(event)} onInput={() => setTyped(true)} onKeyDown={event => keyName(event) === 'mod+Enter' && void send(event)} noValidate>
        {children}
        {error !== null && <ErrorNote error={error} />}
        <div className="row" style={{ justifyContent: 'flex-end' }}>
          <span className="grow"><Key>Ctrl+Enter</Key></span>
          <Button variant="default" onClick={close}>{say('kit.cancel')}</Button>
          <Button type="submit" data-autofocus={bare || undefined} loading={busy} disabled={!ready} {...(danger ? { color: 'red' } : {})}>{submitLabel}</Button>
        </div>
      </form>
    </Modal>
  )
}
