import { TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useState, type ReactNode } from 'react'
import type { Message } from '../../../src/messages/api.ts'
import { api } from '../../kit/api.ts'
import { FormDialog } from '../../kit/form-dialog.tsx'
import { soon } from '../../kit/soon.tsx'
import { told, toldRefusal } from '../../kit/told.ts'
import { useWords } from '../../kit/words.ts'
import type { TicketPage } from './data.ts'

/** `POST /api/tickets/:number/messages/:message/move`: where the message stands then. */
const moveOf = (from: number, message: string, to: number | 'new') => api.post<{ number: number }>(`/api/tickets/${from}/messages/${message}/move`, { to })

/** A message of this ticket goes where it belongs: in a few seconds, so that a slip is taken back before anybody is told. */
export function useMove(number: number, page: TicketPage): { move: (message: Message, to: number | 'new' | 'ask') => void; dialog: ReactNode } {
  const { say } = useWords()
  const changed = useChanged()
  const [asking, ask] = useState<Message | null>(null)
  const move = useCallback((message: Message, to: number | 'new' | 'ask') => {
    if (to === 'ask') {
      ask(message)
      return
    }
    soon({
      title: to === 'new' ? say('messages.moving.soonNew') : say('messages.moving.soonTo', { number: to }), said: say('messages.moving.said'), back: say('messages.moving.back'),
      act: async () => {
        try {
          const there = await moveOf(number, message.id, to)
          told(say('messages.moving.done', { number: there.number }))
        } catch (error) {
          toldRefusal(error, say)
        }
        changed(number)
      },
    })
  }, [number, say, changed])
  return { move, dialog: asking === null ? null : <MoveDialog page={page} close={() => ask(null)} choose={to => move(asking, to)} /> }
}

/** To which ticket: its number, or one of those that are open for the same customer. */
function MoveDialog({ page, choose, close }: { page: TicketPage; choose: (to: number) => void; close: () => void }) {
  const { say } = useWords()
  const [typed, setTyped] = useState('')
  const to = Number(typed.replace(/^\s*№?\s*/u, ''))
  const isNumber = typed.trim() !== '' && Number.isSafeInteger(to) && to > 0 && to !== page.ticket.number
  return (
    <FormDialog title={say('messages.moving.title')} submitLabel={say('messages.moving.submit')} ready={isNumber} close={close} submit={async () => choose(to)}>
      <TextInput label={say('messages.moving.number')} placeholder="1042" inputMode="numeric" value={typed} maxLength={12} onChange={event => setTyped(event.currentTarget.value)} data-autofocus />
      {page.alsoOpen.length > 0 && (
        <div>
          <div className="field-label">{say('tickets.also.title')}</div>
          <ul className="also">{page.alsoOpen.map(other => <li key={other.number}><button type="button" className="link" onClick={() => setTyped(String(other.number))}>{say('tickets.number', { number: other.number })}</button> <span className="dim">{other.subject}</span></li>)}</ul>
        </div>
      )}
    </FormDialog>
  )
}

/** Did this message leave, and is it still elsewhere? */
export const canComeBack = (entry: TicketPage['timeline'][number], page: TicketPage): boolean => {
  const { message } = entry.data
  return entry.type === 'message_moved_out' && !page.messages.some(one => one.id === message) && page.timeline.findLast(one => one.type === 'message_moved_out' && one.data['message'] === message)?.id === entry.id
}

/** Undoes a move from the history: the message comes back to where it stood. */
export function useBringBack(number: number): (message: string, from: number) => Promise<void> {
  const { say } = useWords()
  const changed = useChanged()
  return async (message, from) => {
    try {
      await moveOf(from, message, number)
      told(say('messages.moving.broughtBack'))
    } catch (error) {
      toldRefusal(error, say)
    }
    changed(number)
  }
}

/** The ticket and the lists are fetched anew. */
function useChanged(): (number: number) => void {
  const client = useQueryClient()
  return useCallback((number: number) => {
    for (const queryKey of [['ticket', number], ['queue'], ['counts']]) void client.invalidateQueries({ queryKey })
  }, [client])
}
