import type { TopicCard } from '../../../src/competence/api.ts'

type Step = TopicCard['procedure']['steps'][number]

/** Neighbouring steps of the same sub-topic stand together (R-4.4.2 a-d); a sub-topic that the edition lacks counts as none. Pure. */
export function runsOf(steps: readonly Step[], parts: readonly { id: string; title: string }[]): { part: { id: string; title: string } | null; steps: Step[] }[] {
  const runs: { part: { id: string; title: string } | null; steps: Step[] }[] = []
  for (const step of steps) {
    const part = parts.find(one => one.id === step.part) ?? null
    const last = runs.at(-1)
    if (last !== undefined && last.part?.id === part?.id) last.steps.push(step)
    else runs.push({ part, steps: [step] })
  }
  return runs
}

/** What stands to be done next; null when everything of it is. Steps of sub-topics wait until one of their kind was ticked: it may be another device. Pure. */
export function nextStep(steps: readonly Step[], parts: readonly { id: string; title: string }[], done: Readonly<Record<string, boolean>>): Step | null {
  const touched = new Set(steps.filter(step => done[step.id] === true).map(step => step.part))
  return steps.find(step => done[step.id] !== true && (step.part === null || !parts.some(part => part.id === step.part) || touched.has(step.part))) ?? null
}
