import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '../../kit/api.ts'
import { useCommands } from '../../kit/commands.ts'
import { at, Bone, Empty, ErrorNote, Key, Moment } from '../../kit/pieces.tsx'
import { toldRefusal } from '../../kit/told.ts'
import { useWords } from '../../kit/words.ts'
import { judgingQuery, type Judging } from './data.ts'
import './judging.css'

const ways = ['confirm', 'dispute', 'neutral'] as const

/** Answers to a result that no rule can read, one after another, oldest first; one key each. */
export function JudgingPage() {
  const { say } = useWords()
  const client = useQueryClient()
  const list = useQuery(judgingQuery)
  const first = list.data?.[0]

  function judge(as: (typeof ways)[number]) {
    if (first === undefined) return
    // The next one is there at once; what could not be judged comes back with its reason.
    client.setQueryData<Judging>(['judging'], before => before?.filter(one => one.message !== first.message))
    api.post(`/api/tickets/${first.number}/commands`, { command: { type: 'judge', message: first.message, as } }, { 'idempotency-key': crypto.randomUUID() })
      .catch(error => toldRefusal(error, say))
      .finally(() => {
        void client.invalidateQueries({ queryKey: ['judging'] })
        void client.invalidateQueries({ queryKey: ['counts'] })
      })
  }
  useCommands(first === undefined ? [] : ways.map((as, index) => ({ id: `judging-${as}`, group: 'general' as const, label: say(`tickets.judge.${as}`), keys: [String(index + 1)], run: () => judge(as) })))

  return (
    <main className="page">
      <h1>{say('asking.judging.title')}</h1>
      <p className="dim">{say('asking.judging.text')}</p>
      {list.isPending && <div className="stack panel" style={{ padding: 16 }}><Bone /><Bone /></div>}
      {list.isError && <ErrorNote error={list.error} retry={() => void list.refetch()} />}
      {list.isSuccess && first === undefined && <Empty title={say('asking.judging.empty')} text={say('asking.judging.emptyText')} />}
      {first !== undefined && (
        <article className="panel judging" key={first.message} aria-label={say('tickets.page.label', { number: first.number })}>
          <header className="row"><b className="grow">{say('tickets.number', { number: first.number })} · {first.subject}</b><span className="dim small num">{say('asking.judging.left', { amount: list.data?.length ?? 0 })}</span></header>
          <div className="dim small">{say('asking.judging.result')}</div>
          <blockquote className="prewrap">{first.result}</blockquote>
          <div className="dim small">{say('asking.judging.answer')}, <Moment at={at(first.at)} />{first.contact !== '' && <>, {first.contact}</>}</div>
          <blockquote className="prewrap answer">{first.text === '' ? say('messages.noText') : first.text}{first.files > 0 && <span className="dim"> +{first.files}</span>}</blockquote>
          <div className="row wrap">
            {ways.map((as, index) => <Button key={as} variant="default" rightSection={<Key>{index + 1}</Key>} onClick={() => judge(as)}>{say(`tickets.judge.${as}`)}</Button>)}
            <span className="grow" />
            <Link to="/tickets/$number" params={{ number: first.number }} search={{}}>{say('asking.judging.open')}</Link>
          </div>
        </article>
      )}
    </main>
  )
}
