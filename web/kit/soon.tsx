import { notifications } from '@mantine/notifications'
import i18next from 'i18next'
import { keyName } from './keys.ts'
import { Key } from './pieces.tsx'

/** Time in which something that is about to be said to a customer may still be taken back. */
const soonMs = 6_000

let waiting: (() => Promise<void>) | null = null

/** What still waits is done now: before anything else that must come after it, and when the page goes away. */
export const settleSoon = async (): Promise<void> => waiting?.()
addEventListener('pagehide', () => void settleSoon())

/**
 * Does something in a few seconds, unless it is taken back meanwhile: for words to a customer that one key sends. One thing waits at a time.
 * `said`: what will be read; `act` tells its own refusal; `back`: what taking it back is called.
 */
export function soon({ title, said, act, back = i18next.t('kit.takeBack') }: { title: string; said: string; act: () => Promise<void>; back?: string }): void {
  void settleSoon()
  const id = crypto.randomUUID()
  const end = () => {
    clearTimeout(timer)
    removeEventListener('keydown', onKey)
    waiting = null
    notifications.hide(id)
  }
  function onKey(event: KeyboardEvent) {
    const typing = event.target instanceof HTMLElement && event.target.closest('input, textarea, [contenteditable]') !== null
    if (typing || keyName(event) !== 'mod+z') return
    event.preventDefault()
    end()
  }
  const now = () => {
    end()
    return act()
  }
  const timer = setTimeout(() => void now(), soonMs)
  waiting = now
  addEventListener('keydown', onKey)
  notifications.show({
    id, title, color: 'petrol', withBorder: true, autoClose: false, withCloseButton: false,
    message: (
      <div className="stack" style={{ gap: 6 }}>
        <span>{said}</span>
        <span className="row"><button type="button" className="link" onClick={end}>{back}</button><Key>Ctrl+Z</Key></span>
      </div>
    ),
  })
}
