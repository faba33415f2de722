import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { at, Bone, ErrorNote, Moment } from '../../kit/pieces.tsx'
import { useWords } from '../../kit/words.ts'
import { countsQuery, type MailboxCounts } from './data.ts'

/** Letters of a mailbox: what its server shows is stored here, and what is stored lies in one place each (pain 2). */
export function Counts({ id }: { id: string }) {
  const { say } = useWords()
  const [open, setOpen] = useState(false)
  return (
    <div>
      <button type="button" className="link small" aria-expanded={open} onClick={() => setOpen(!open)}>{say(open ? 'channels.counts.hide' : 'channels.counts.show')}</button>
      {open && <Table id={id} />}
    </div>
  )
}

const parts = ['onTickets', 'known', 'aside', 'quarantined', 'pending'] as const

function Table({ id }: { id: string }) {
  const { say } = useWords()
  const counts = useQuery(countsQuery(id))
  if (counts.isError) return <ErrorNote error={counts.error} retry={() => void counts.refetch()} />
  if (counts.data === undefined) return <Bone />
  const { server, stored } = counts.data
  return (
    <>
      <table className="table channel-counts">
        <caption className="hidden-label">{say('channels.counts.title')}</caption>
        <tbody>
          {server !== null && <>
            <tr><th scope="row">{say('channels.counts.server')}</th><td className="num right">{server.seen}</td></tr>
            <tr><th scope="row">{say('channels.counts.stored')}</th><td className="num right">{server.stored}</td></tr>
            {server.missing > 0 && <tr className="bad-text"><th scope="row">{say('channels.counts.missing')}</th><td className="num right">{server.missing}</td></tr>}
          </>}
          <tr className="channel-sum"><th scope="row">{say('channels.counts.all')}</th><td className="num right">{stored}</td></tr>
          {parts.map(part => <tr key={part}><th scope="row">{part === 'quarantined' && counts.data.quarantined > 0 ? <Link to="/quarantine">{say('channels.counts.quarantined')}</Link> : part === 'aside' && counts.data.aside > 0 ? <Link to="/aside">{say('channels.counts.aside')}</Link> : say(`channels.counts.${part}`)}</th><td className="num right">{counts.data[part]}</td></tr>)}
        </tbody>
      </table>
      <Judgement server={server} />
    </>
  )
}

function Judgement({ server }: Pick<MailboxCounts, 'server'>) {
  const { say } = useWords()
  if (server === null) return <div className="dim small">{say('channels.counts.notYet')}</div>
  return <div className="small"><b className={server.missing === 0 ? 'good-text' : 'bad-text'}>{say(server.missing === 0 ? 'channels.counts.fits' : 'channels.counts.differs')}</b> <span className="dim">{say('channels.counts.comparedAt')} <Moment at={at(server.at)} /></span></div>
}
