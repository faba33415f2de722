import { Button, Menu, TextInput } from '@mantine/core'
import { IconListCheck, IconPlus, IconX } from '@tabler/icons-react'
import { itemKinds, type ItemKind } from '../../../src/tickets/asked.ts'
import { MomentInput } from '../../kit/moment-input.tsx'
import { useWords } from '../../kit/words.ts'

/** What a question asks for beside its words (R-3.2.3, R-3.2.5). Empty lists ask for nothing more. */
export type Asked = { items: { kind: ItemKind; text: string }[]; steps: string[]; until: string | null }
export const nothingAsked: Asked = { items: [], steps: [], until: null }

/** Without what was left empty: an item or step without words asks for nothing. */
export const filled = ({ items, steps, until }: Asked): Asked => ({
  items: items.map(item => ({ ...item, text: item.text.trim() })).filter(item => item.text !== ''), steps: steps.map(step => step.trim()).filter(step => step !== ''), until,
})

export const asksSomething = (asked: Asked): boolean => {
  const { items, steps } = filled(asked)
  return items.length > 0 || steps.length > 0
}

/** The button that adds the first item: opens the list. */
export function AddItem({ add }: { add: (kind: ItemKind) => void }) {
  const { say } = useWords()
  return (
    <Menu position="top-start" shadow="md" withinPortal>
      <Menu.Target><button type="button" className="plain dim" title={say('asking.builder.openHint')} aria-label={say('asking.builder.open')}><IconListCheck size={18} stroke={1.7} /></button></Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{say('asking.builder.items')}</Menu.Label>
        {itemKinds.map(kind => <Menu.Item key={kind} onClick={() => add(kind)}>{say(`asking.kinds.${kind}`)}</Menu.Item>)}
      </Menu.Dropdown>
    </Menu>
  )
}

/** Items, steps and the agreed hour of a question, edited in place. */
export function AskedFields({ asked, change }: { asked: Asked; change: (asked: Asked) => void }) {
  const { say } = useWords()
  const setItem = (place: number, text: string) => change({ ...asked, items: asked.items.map((item, index) => (index === place ? { ...item, text } : item)) })
  const setStep = (place: number, text: string) => change({ ...asked, steps: asked.steps.map((step, index) => (index === place ? text : step)) })
  return (
    <div className="asked-fields" role="group" aria-label={say('asking.builder.open')}>
      {asked.items.map((item, index) => (
        <div key={index} className="asked-field">
          <span className="asked-kind">{say(`asking.kinds.${item.kind}`)}</span>
          <TextInput size="xs" className="grow" aria-label={`${say(`asking.kinds.${item.kind}`)}: ${say('asking.builder.itemHint')}`} placeholder={say('asking.builder.itemHint')} value={item.text} maxLength={300} autoFocus={item.text === ''} onChange={event => setItem(index, event.currentTarget.value)} />
          <button type="button" className="plain dim" aria-label={say('asking.builder.remove', { text: item.text })} onClick={() => change({ ...asked, items: asked.items.filter((_, place) => place !== index) })}><IconX size={15} /></button>
        </div>
      ))}
      {asked.steps.map((step, index) => (
        <div key={index} className="asked-field">
          <span className="asked-kind">{index + 1}.</span>
          <TextInput size="xs" className="grow" aria-label={say('asking.builder.stepHint', { place: index + 1 })} placeholder={say('asking.builder.stepHint', { place: index + 1 })} value={step} maxLength={500} autoFocus={step === ''} onChange={event => setStep(index, event.currentTarget.value)} />
          <button type="button" className="plain dim" aria-label={say('asking.builder.removeStep', { place: index + 1 })} onClick={() => change({ ...asked, steps: asked.steps.filter((_, place) => place !== index) })}><IconX size={15} /></button>
        </div>
      ))}
      <div className="asked-foot">
        <Button size="compact-xs" variant="subtle" leftSection={<IconPlus size={13} />} disabled={asked.steps.length >= 20} onClick={() => change({ ...asked, steps: [...asked.steps, ''] })}>{say('asking.builder.addStep')}</Button>
        <MomentInput label={say('asking.builder.until')} value={asked.until} onChange={until => change({ ...asked, until })} />
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => change(nothingAsked)}>{say('asking.builder.close')}</Button>
      </div>
    </div>
  )
}
