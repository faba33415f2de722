import { Loader } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { ErrorNote } from '../../kit/pieces.tsx'
import { useWords } from '../../kit/words.ts'
import type { CheckPart, WireFinding } from './data.ts'

const signs = { ok: IconCircleCheck, warning: IconAlertTriangle, error: IconCircleX } as const

/** What a self-test found: each with a sign, and its meaning in words for those who do not see it. */
export function Findings({ findings, pending = null }: { findings: readonly WireFinding[]; /** What is still under way. */ pending?: string | null }) {
  const { say } = useWords()
  return (
    <ul className="findings">
      {findings.map(({ level, code, detail }, index) => {
        const Sign = signs[level]
        return <li key={`${code} ${index}`} className={level}><Sign size={16} stroke={1.8} aria-hidden /><span><span className="hidden-label">{say(`channels.levels.${level}`)}: </span>{detail}</span></li>
      })}
      {pending !== null && <li><Loader size={14} /><span className="dim">{pending}</span></li>}
    </ul>
  )
}

export type Check = { findings: readonly WireFinding[] | null; busy: CheckPart | null; error: unknown; run: () => Promise<void> }

/** A self-test in its two parts: the connection at once; where nothing is wrong, the letter to itself, whose finding comes in later. */
export function useCheck(ask: (part: CheckPart) => Promise<readonly WireFinding[]>, { writes }: { writes: boolean }): Check {
  const [findings, show] = useState<readonly WireFinding[] | null>(null)
  const [busy, work] = useState<CheckPart | null>(null)
  const [error, fail] = useState<unknown>(null)
  const turn = useRef(0)
  async function run() {
    const mine = ++turn.current
    const still = () => turn.current === mine
    fail(null)
    show(null)
    work('connection')
    try {
      const first = await ask('connection')
      if (!still()) return
      show(first)
      if (writes && first.every(({ level }) => level !== 'error')) {
        work('letter')
        const letter = await ask('letter')
        if (still()) show([...first, ...letter])
      }
    } catch (problem) {
      if (still()) fail(problem)
    } finally {
      if (still()) work(null)
    }
  }
  return { findings, busy, error, run }
}

export function CheckResult({ check }: { check: Check }) {
  const { say } = useWords()
  if (check.error !== null) return <ErrorNote error={check.error} />
  if (check.findings === null && check.busy === null) return null
  return <div role="status"><Findings findings={check.findings ?? []} pending={check.busy === 'connection' ? say('channels.checking') : check.busy === 'letter' ? say('channels.letter') : null} /></div>
}
