import { Button, Menu } from '@mantine/core'
import { IconArrowBackUp, IconArrowLeft, IconCalendarEvent, IconCheck, IconDots, IconHandStop, IconInfoCircle, IconPhone, IconSpeakerphone, IconStar } from '@tabler/icons-react'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { Fragment, useState } from 'react'
import { CategoryMark } from '../../kit/category.tsx'
import { ChannelIcon } from '../../kit/channel.tsx'
import { keyLabel } from '../../kit/keys.ts'
import { at, cx, Key, useTimes } from '../../kit/pieces.tsx'
import { useTick } from '../../kit/time.ts'
import { useWords } from '../../kit/words.ts'
import type { TicketPage } from './data.ts'
import { useHub } from './hub.ts'
import { menuGroups, menuOf } from './ticket-commands.ts'

/** The colour of a state's word; the word says it all, the colour only helps. */
const tones: Record<TicketPage['ticket']['state'], string> = {
  registered: 'accent', triaged: 'accent', in_work: 'accent', waiting_customer: 'warn', suspended: 'warn', with_developers: '', with_third_party: '', awaiting_confirmation: 'good', resolved: 'good', closed: '',
}
/** In the row itself when possible; the rest stands in the menu. */
const inRow = ['call_held', 'report_result']

export function TicketHeader({ take, startTriage }: {
  take: () => void
  /** Null while the triage card already stands open. */
  startTriage: (() => void) | null
}) {
  const { say } = useWords()
  const navigate = useNavigate()
  const search = useSearch({ from: '/shell/desk/tickets/$number' })
  const hub = useHub()
  const { page: { ticket, point }, number, can, openDialog, topicTitle } = hub
  const onContext = search.pane === 'context'
  const topic = topicTitle(ticket.topic)
  const menu = menuOf(hub, say)
  const [open, setOpen] = useState(false)
  const context = () => void navigate({ to: '/tickets/$number', params: { number }, search: before => ({ ...before, pane: onContext ? undefined : 'context' }) as never })
  return (
    <header className="ticket-head">
      <div className="row ticket-title">
        {onContext
          ? <button type="button" className="plain ticket-back" onClick={context} aria-label={say('tickets.page.toConversation')}><IconArrowLeft size={20} /></button>
          : <Link to="/" search={before => ({ ...before, pane: undefined }) as never} className="ticket-back" aria-label={say('tickets.page.toQueue')}><IconArrowLeft size={20} /></Link>}
        <CategoryMark category={ticket.category} size={22} />
        <h1 className="num">{say('tickets.number', { number: ticket.number })}</h1>
        <span className={cx('mark', tones[ticket.state])}>{say(`tickets.states.${ticket.state}`)}</span>
        <span className="grow" />
        <div className="row ticket-actions" role="toolbar" aria-label={say('tickets.page.actions')}>
          {can('take') && <Button variant={can('triage') ? 'default' : 'filled'} onClick={take} rightSection={<Key>A</Key>}>{say('tickets.actions.take')}</Button>}
          {can('triage') && startTriage !== null && <Button onClick={startTriage} rightSection={<Key>T</Key>}>{say('tickets.actions.triage')}</Button>}
          {can('call_held') && <Button className="wide-only" variant="default" leftSection={<IconPhone size={14} />} onClick={() => openDialog({ name: 'call' })} rightSection={<Key>C</Key>}>{say('tickets.actions.call_held')}</Button>}
          {can('report_result') && <Button className="wide-only" variant="default" leftSection={<IconCheck size={14} />} onClick={() => openDialog({ name: 'result' })} rightSection={<Key>R</Key>}>{say('tickets.actions.report_result')}</Button>}
          <Menu position="bottom-end" shadow="md" width={280} withinPortal={false} withInitialFocusPlaceholder={false} opened={open} onChange={setOpen}>
            {/* Opened by pointer, the cursor stays on the button: Escape closes from there too. */}
            <Menu.Target><Button variant="default" px={8} aria-label={say('kit.more')} onKeyDown={event => event.key === 'Escape' && setOpen(false)}><IconDots size={16} /></Button></Menu.Target>
            <Menu.Dropdown className="ticket-menu">
              {menuGroups.filter(group => menu[group].length > 0).map((group, index) => (
                <Fragment key={group}>
                  {index > 0 && <Menu.Divider />}
                  <Menu.Label>{say(`asking.menu.${group}`)}</Menu.Label>
                  {menu[group].map(line => (
                    <Menu.Item key={line.id} className={cx(line.danger && 'danger', inRow.includes(line.id) && 'narrow-only')} onClick={() => openDialog(line.dialog)} rightSection={line.keys === undefined ? null : <Key>{keyLabel(line.keys, false)}</Key>}>{line.label}</Menu.Item>
                  ))}
                </Fragment>
              ))}
            </Menu.Dropdown>
          </Menu>
          <Button className="context-toggle" variant="default" px={8} onClick={context} aria-label={say('tickets.page.context')} aria-pressed={onContext}><IconInfoCircle size={16} /></Button>
        </div>
      </div>
      <div className="row ticket-sub">
        <ChannelIcon channel={ticket.channel} />
        {ticket.incident !== null && <Link to="/incidents/$id" params={{ id: ticket.incident.id }} className="mark bad">{say('incidents.mark', { number: ticket.incident.number })}</Link>}
        {ticket.stopReported && <span className="mark bad"><IconHandStop size={12} aria-hidden />{say('tickets.queue.stop')}</span>}
        <Marks />
        <b className="ellipsis">{point?.name ?? say('tickets.page.noPoint')}</b>
        <span className="ellipsis dim">{topic ?? say('tickets.page.noTopic')}</span>
        <span className="grow" />
        <span className="dim nowrap">{ticket.owner === null ? say('tickets.page.noOwner') : say('tickets.page.owner', { name: ticket.owner.name })}</span>
      </div>
    </header>
  )
}

/** What must not be overlooked: the lead is called for, a date has come, help is agreed, a rating was given. */
function Marks() {
  const { say } = useWords()
  const times = useTimes()
  const { page: { ticket, timeline } } = useHub()
  const isOpen = ticket.state !== 'resolved' && ticket.state !== 'closed'
  const { helpAt, rated } = ticket
  const why = timeline.findLast(entry => entry.type === 'came_back' && !entry.struck)?.data['why']
  const helpsNow = useTick(now => helpAt !== null && at(helpAt) <= now)
  return (
    <>
      {isOpen && ticket.leadCalled && <span className="mark bad"><IconSpeakerphone size={12} aria-hidden />{say('asking.marks.lead')}</span>}
      {isOpen && ticket.cameBackAt !== null && <span className="mark warn"><IconArrowBackUp size={12} aria-hidden />{say(why === 'look_again' ? 'asking.marks.look' : why === 'help' ? 'asking.marks.helpNow' : 'asking.marks.back')}</span>}
      {isOpen && helpAt !== null && ticket.cameBackAt === null && <span className={cx('mark', helpsNow ? 'warn' : 'accent')}><IconCalendarEvent size={12} aria-hidden />{helpsNow ? say('asking.marks.helpNow') : say('asking.marks.help', { at: times.moment(at(helpAt)) })}</span>}
      {rated !== null && <span className="mark good"><IconStar size={12} aria-hidden />{say('asking.marks.rated', { stars: rated })}</span>}
    </>
  )
}
