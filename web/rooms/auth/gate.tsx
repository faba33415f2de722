import type { ReactNode } from 'react'
import { useWords } from '../../kit/words.ts'
import './gate.css'

/** The frame of the pages before sign-in. */
export function Gate({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  const { say } = useWords()
  return (
    <main className="gate">
      <div className="gate-card panel">
        <div className="gate-brand"><img src={new URL('../../icon.svg', import.meta.url).href} width={28} height={28} alt="" />{say('kit.product')}</div>
        <h1>{title}</h1>
        <p className="dim">{lead}</p>
        {children}
      </div>
    </main>
  )
}
