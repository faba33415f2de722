import { SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import { dialogue } from '../../../src/words/ru/dialogue.ts'
import { aboveSignature, toldText } from '../../../src/incidents/told.ts'
import type { UpdateKind } from '../../../src/incidents/kinds.ts'
import { deskZone } from '../../kit/moments.ts'
import { now } from '../../kit/time.ts'
import { useWords } from '../../kit/words.ts'
import { useMe } from '../staff/me.ts'

/** What the customer will read, made by the server's own code: nothing is sent that was not seen before. */
export function Preview({ kind, title, text, nextUpdateAt, people, isCorrection = false }: { kind: UpdateKind; title: string; text: string; nextUpdateAt: string | null; /** People without a ticket are told too. */ people: boolean; /** It is told to those who have the old words. */ isCorrection?: boolean }) {
  const { say } = useWords()
  const { name } = useMe()
  const [whom, show] = useState<'ticket' | 'person'>('ticket')
  const reader = people ? whom : 'ticket'
  const number = 1103
  const words = toldText({ kind, text: text.trim(), signedBy: name, nextUpdateAt: nextUpdateAt === null ? null : Date.parse(nextUpdateAt), isCorrection }, { language: 'ru', ticket: reader === 'ticket' ? { number, first: kind === 'opened' } : null }, { zone: deskZone, now: now() })
  // The end of an outage is the result of the ticket: it has the number before it, the way back and the ticket's own hour behind it.
  const isResult = kind === 'ended' && reader === 'ticket' && !isCorrection
  const shown = isResult ? aboveSignature(words, said => dialogue.resultOutage(number, said, say('incidents.preview.until'))) : words
  return (
    <section className="outage-preview" aria-label={say('incidents.preview.title')}>
      <div className="row"><span className="field-label grow">{say('incidents.preview.title')}</span>
        {people && <SegmentedControl size="xs" aria-label={say('incidents.preview.title')} value={whom} onChange={value => show(value === 'person' ? 'person' : 'ticket')} data={(['ticket', 'person'] as const).map(value => ({ value, label: say(`incidents.preview.${value}`) }))} />}
      </div>
      {text.trim() === '' ? <p className="dim">{say('incidents.preview.empty')}</p> : (
        <div className="outage-bubble" aria-live="polite">{!isResult && <b>{title}</b>}<span className="prewrap">{shown}</span></div>
      )}
    </section>
  )
}
