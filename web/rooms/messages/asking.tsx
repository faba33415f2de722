import { Button, Menu, TextInput } from '@mantine/core'
import { IconClock, IconListCheck, IconPlus, IconX } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { itemKinds, type ItemKind } from '../../../src/tickets/asked.ts'
import { MomentInput } from '../../kit/moment-input.tsx'
import { useWords, type Say } from '../../kit/words.ts'

/** What a question asks for beside its words (R-3.2.3, R-3.2.5). Empty lists ask for nothing more. `until`: an instant of the wire; empty while its field stands open without one. */
export type Asked = { items: { kind: ItemKind; text: string }[]; steps: string[]; until: string | null }
export const nothingAsked: Asked = { items: [], steps: [], until: null }

/** The server's limits on one question. */
const most = { items: 12, steps: 20 }

/** Without what was left empty: an item or step without words asks for nothing. */
export const filled = ({ items, steps, until }: Asked): Asked => ({
  items: items.map(item => ({ ...item, text: item.text.trim() })).filter(item => item.text !== ''), steps: steps.map(step => step.trim()).filter(step => step !== ''), until: until === '' ? null : until,
})

/** There is a list that can be sent without further words. */
export const hasList = (asked: Asked): boolean => {
  const { items, steps } = filled(asked)
  return items.length > 0 || steps.length > 0
}

/** An agreed hour alone asks, too: the words it goes with do. */
export const asksSomething = (asked: Asked): boolean => hasList(asked) || asked.until !== null

/** The list stands open: something was begun, with words or without. */
export const isBegun = ({ items, steps, until }: Asked): boolean => items.length > 0 || steps.length > 0 || until !== null

/** What a kind begins with; what only the specialist can word begins without words. */
const readyWords = (kind: ItemKind, say: Say): string => (kind === 'text' || kind === 'action' ? '' : say(`asking.ready.${kind}`))

/** The menu of what can be asked for; its button is the caller's. */
function AddMenu({ asked, change, children }: { asked: Asked; change: (asked: Asked) => void; children: ReactNode }) {
  const { say } = useWords()
  return (
    <Menu position="top-start" shadow="md" withinPortal returnFocus={false}>
      <Menu.Target>{children}</Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{say('asking.builder.items')}</Menu.Label>
        {itemKinds.map(kind => <Menu.Item key={kind} disabled={asked.items.length >= most.items} onClick={() => change({ ...asked, items: [...asked.items, { kind, text: readyWords(kind, say) }] })}>{say(`asking.kinds.${kind}`)}</Menu.Item>)}
        <Menu.Divider />
        <Menu.Item disabled={asked.steps.length >= most.steps} onClick={() => change({ ...asked, steps: [...asked.steps, ''] })}>{say('asking.builder.steps')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** The button under the answer that begins a list. */
export function BeginAsking(props: { asked: Asked; change: (asked: Asked) => void }) {
  const { say } = useWords()
  return <AddMenu {...props}><button type="button" className="plain dim" title={say('asking.builder.openHint')} aria-label={say('asking.builder.open')}><IconListCheck size={18} stroke={1.7} /></button></AddMenu>
}

/** Items, steps and the agreed hour of a question, edited in place. */
export function AskedFields({ asked, change, toNew }: {
  asked: Asked; change: (asked: Asked) => void
  /** A new row gets the cursor. Not so for a kept draft: who walks along the queue keeps the keyboard. */
  toNew: boolean
}) {
  const { say } = useWords()
  const setItem = (place: number, text: string) => change({ ...asked, items: asked.items.map((item, index) => (index === place ? { ...item, text } : item)) })
  const setStep = (place: number, text: string) => change({ ...asked, steps: asked.steps.map((step, index) => (index === place ? text : step)) })
  return (
    <div className="asked-fields" role="group" aria-label={say('asking.builder.open')}>
      <div className="asked-rows">
        {asked.items.map((item, index) => (
          <div key={index} className="asked-field">
            <span className="asked-kind">{say(`asking.kinds.${item.kind}`)}</span>
            <TextInput size="xs" className="grow" aria-label={`${say(`asking.kinds.${item.kind}`)}: ${say('asking.builder.itemHint')}`} placeholder={say('asking.builder.itemHint')} value={item.text} maxLength={300} autoFocus={toNew && item.text === ''} onChange={event => setItem(index, event.currentTarget.value)} />
            <button type="button" className="plain dim" aria-label={say('asking.builder.remove', { text: item.text })} onClick={() => change({ ...asked, items: asked.items.filter((_, place) => place !== index) })}><IconX size={15} /></button>
          </div>
        ))}
        {asked.steps.map((step, index) => (
          <div key={index} className="asked-field">
            <span className="asked-kind">{say('asking.builder.step', { place: index + 1 })}</span>
            <TextInput size="xs" className="grow" aria-label={say('asking.builder.stepHint', { place: index + 1 })} placeholder={say('asking.builder.stepPlaceholder')} value={step} maxLength={500} autoFocus={toNew && step === ''} onChange={event => setStep(index, event.currentTarget.value)}
              onKeyDown={event => {
                // The next step without leaving the keyboard; Ctrl+Enter stays the composer's.
                if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return
                event.preventDefault()
                if (index < asked.steps.length - 1) event.currentTarget.closest('.asked-field')?.nextElementSibling?.querySelector('input')?.focus()
                else if (step.trim() !== '' && asked.steps.length < most.steps) change({ ...asked, steps: [...asked.steps, ''] })
              }} />
            <button type="button" className="plain dim" aria-label={say('asking.builder.removeStep', { place: index + 1 })} onClick={() => change({ ...asked, steps: asked.steps.filter((_, place) => place !== index) })}><IconX size={15} /></button>
          </div>
        ))}
        {asked.until !== null && (
          <div className="asked-field">
            <span className="asked-kind">{say('asking.builder.until')}</span>
            <div className="asked-until"><MomentInput compact label={say('asking.builder.until')} value={asked.until === '' ? null : asked.until} onChange={until => change({ ...asked, until: until ?? '' })} autoFocus={toNew && asked.until === ''} /></div>
            <button type="button" className="plain dim" aria-label={say('asking.builder.removeUntil')} onClick={() => change({ ...asked, until: null })}><IconX size={15} /></button>
          </div>
        )}
      </div>
      <div className="asked-foot">
        <AddMenu asked={asked} change={change}><Button size="compact-xs" variant="subtle" leftSection={<IconPlus size={13} />}>{say('asking.builder.addItem')}</Button></AddMenu>
        <Button size="compact-xs" variant="subtle" leftSection={<IconPlus size={13} />} disabled={asked.steps.length >= most.steps} onClick={() => change({ ...asked, steps: [...asked.steps, ''] })}>{say('asking.builder.addStep')}</Button>
        {asked.until === null && <Button size="compact-xs" variant="subtle" leftSection={<IconClock size={13} />} title={say('asking.builder.untilHint')} onClick={() => change({ ...asked, until: '' })}>{say('asking.builder.until')}</Button>}
        <Button className="asked-close" size="compact-xs" variant="subtle" color="gray" onClick={() => change(nothingAsked)}>{say('asking.builder.close')}</Button>
      </div>
    </div>
  )
}
