import { Button } from '@mantine/core'
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useMemo, useState } from 'react'
import type { Message } from '../../../src/messages/api.ts'
import { Refused } from '../../kit/api.ts'
import { useCommands } from '../../kit/commands.ts'
import { settleSoon } from '../../kit/soon.tsx'
import { Bone, cx, Empty, ErrorNote, Key } from '../../kit/pieces.tsx'
import { told, toldRefusal } from '../../kit/told.ts'
import { useWords } from '../../kit/words.ts'
import { Composer, type Draft } from '../messages/composer.tsx'
import { Conversation, type Pending } from '../messages/conversation.tsx'
import { useMe } from '../staff/me.ts'
import { AskedUnder } from './asked.tsx'
import { Context } from './context.tsx'
import { keepTicket, useCommand, useHints, useTicket, type Command, type TicketPage } from './data.ts'
import { HubProvider, useHub, type DialogName, type Hub } from './hub.ts'
import { useMove } from './moving.tsx'
import { TicketHeader } from './ticket-header.tsx'
import { ticketCommands } from './ticket-commands.ts'
import { TriageCard, type TriageWish } from './triage-card.tsx'
import './ticket.css'

const TicketDialog = lazy(() => import('./dialogs.tsx'))

/** The address of one ticket: fetches it and gives it to the screen. */
export function TicketScreen() {
  const { number } = useParams({ from: '/shell/desk/tickets/$number' })
  const { say } = useWords()
  const ticket = useTicket(number)
  if (ticket.data !== undefined) return <OpenTicket key={number} number={number} page={ticket.data} />
  if (ticket.isPending) return <TicketBones />
  const absent = ticket.error instanceof Refused && ticket.error.status === 404
  return (
    <main className="ticket-problem">
      {absent
        ? <Empty heading title={say('tickets.page.notFound', { number })} text={say('tickets.page.notFoundText')}><Link to="/" search={true}>{say('tickets.page.toQueue')}</Link></Empty>
        : <div className="stack"><h1 className="empty-title">{say('tickets.page.failed')}</h1><ErrorNote error={ticket.error} retry={() => void ticket.refetch()} /></div>}
    </main>
  )
}

function OpenTicket({ number, page }: { number: number; page: TicketPage }) {
  const { say } = useWords()
  const me = useMe()
  const client = useQueryClient()
  const navigate = useNavigate()
  const search = useSearch({ from: '/shell/desk/tickets/$number' })
  const { mutateAsync } = useCommand(number)
  const [dialog, openDialog] = useState<DialogName | null>(null)
  const [triaging, setTriaging] = useState(() => page.may.includes('triage'))
  const [wish, setWish] = useState<TriageWish>({ category: null, times: 0 })
  const [pending, setPending] = useState<Pending | null>(null)
  const topics = useHints().data?.topics
  const { version } = page.ticket

  const hub = useMemo((): Hub => {
    const give = async (command: Command, key?: string) => {
      // Words that wait to be sent were said before this.
      await settleSoon()
      return mutateAsync({ command, version, ...(key === undefined ? {} : { key }) })
    }
    return {
      page, number, give, openDialog,
      can: command => page.may.includes(command),
      giveAndTell: command => void give(command).catch(error => toldRefusal(error, say)),
      topicTitle: topic => (topic === null ? null : [topic, topics?.find(one => one.id === topic)?.title].filter(Boolean).join(' ')),
    }
  }, [page, number, version, mutateAsync, topics, say])

  const startTriage = (category: TriageWish['category']) => {
    setTriaging(true)
    setWish(before => ({ category, times: before.times + 1 }))
  }
  function take() {
    // Safe to show at once: the worst case is a colleague's name after the answer.
    const before = page
    client.setQueryData<TicketPage>(['ticket', number], { ...page, ticket: { ...page.ticket, owner: { id: me.id, name: me.name } }, may: page.may.filter(command => command !== 'take') })
    hub.give({ type: 'take' }).then(() => told(say('tickets.done.take')), error => {
      client.setQueryData<TicketPage>(['ticket', number], now => (now?.ticket.version === version ? before : now))
      toldRefusal(error, say)
    })
  }
  async function send(draft: Draft) {
    setPending({ text: draft.text, mode: draft.mode })
    try {
      const fileIds = draft.files.map(file => file.id)
      keepTicket(client, number, await hub.give(draft.mode === 'note' ? { type: 'note', text: draft.text, fileIds } : { type: 'answer', text: draft.text, fileIds, asks: draft.asks, ...draft.asked, to: draft.to }, draft.key))
    } finally {
      setPending(null)
    }
  }
  const judge = (message: string, as: 'confirm' | 'dispute' | 'neutral') => hub.giveAndTell({ type: 'judge', message, as })
  const toJudge = page.messages.find(message => message.toJudge)

  useCommands(ticketCommands({ hub, say, take, startTriage, judge: toJudge === undefined ? null : as => judge(toJudge.id, as), toQueue: () => void navigate({ to: '/', search: true }), toContext: () => void navigate({ to: '/tickets/$number', params: { number }, search: before => ({ ...before, pane: search.pane === 'context' ? undefined : 'context' }) as never }) }))

  const { move, dialog: moveDialog } = useMove(number, page)
  const call = hub.can('call_held') ? () => openDialog({ name: 'call' }) : null
  return (
    <HubProvider value={hub}>
      <div className={cx('ticket', search.pane === 'context' && 'on-context')}>
        <main className="ticket-main" aria-label={say('tickets.page.label', { number })}>
          <TicketHeader take={take} startTriage={triaging ? null : () => startTriage(null)} />
          <Conversation messages={page.messages} pending={pending} call={call} move={hub.can('note') ? move : null} number={number} judging={message => <Judge message={message} judge={judge} />} asked={message => <AskedUnder message={message} />} />
          {triaging && hub.can('triage') && <TriageCard wish={wish} close={() => setTriaging(false)} />}
          <Composer number={number} me={me.id} messages={page.messages} written={page.ticket.written} phone={page.contact?.phone ?? null} people={page.ticket.people.flatMap(one => (one.conversation === null ? [] : [{ name: one.contact.name, conversation: one.conversation, main: one.main }]))} may={{ answer: hub.can('answer'), note: hub.can('note'), call: call !== null }} ended={page.ticket.state === 'resolved' || page.ticket.state === 'closed'} send={send} call={() => openDialog({ name: 'call' })} />
        </main>
        <Context />
      </div>
      {moveDialog}
      <Suspense fallback={null}>{dialog !== null && <TicketDialog dialog={dialog} close={() => openDialog(null)} />}</Suspense>
    </HubProvider>
  )
}

/** An answer to a result that no rule can read: a person says what it means, with one key. */
function Judge({ message, judge }: { message: Message; judge: (message: string, as: 'confirm' | 'dispute' | 'neutral') => void }) {
  const { say } = useWords()
  const { can } = useHub()
  if (!can('judge')) return null
  return (
    <div className="judge" role="group" aria-label={say('tickets.judge.ask')}>
      <b>{say('tickets.judge.ask')}</b>
      {(['confirm', 'dispute', 'neutral'] as const).map((as, index) => <Button key={as} size="compact-xs" variant="default" onClick={() => judge(message.id, as)} rightSection={<Key>{index + 1}</Key>}>{say(`tickets.judge.${as}`)}</Button>)}
    </div>
  )
}

function TicketBones() {
  const { say } = useWords()
  return (
    <div className="ticket" aria-busy>
      <main className="ticket-main"><h1 className="hidden-label">{say('kit.loading')}</h1><div className="stack" style={{ padding: 16 }}><Bone width={260} height={20} /><Bone width={380} /></div><div className="stack grow" style={{ padding: '24px 20px' }}><Bone width="46%" height={54} /><div style={{ alignSelf: 'flex-end', width: '40%' }}><Bone height={44} /></div><Bone width="52%" height={70} /></div></main>
      <div className="context"><div className="stack"><Bone width={90} /><Bone height={60} /><Bone height={60} /><Bone width={120} /><Bone height={80} /></div></div>
    </div>
  )
}
