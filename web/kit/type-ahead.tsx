import { Combobox, Loader, TextInput, useCombobox } from '@mantine/core'
import type { ReactNode, Ref } from 'react'
import { useWords } from './words.ts'

export type Option = { id: string; label: string; hint?: string; mark?: ReactNode }

/** A field that offers what fits the typed words; arrows choose, Enter takes, Escape leaves the words alone. */
export function TypeAhead({ label, placeholder, words, onWords, options, onPick, onEnter, loading = false, nothing, autoFocus = false, inputRef, description, error, labelHidden = false, above = false }: {
  label: string; placeholder?: string; words: string; onWords: (words: string) => void; options: readonly Option[]; onPick: (option: Option) => void
  /** Enter without a chosen option. */
  onEnter?: () => void
  loading?: boolean; nothing?: string; autoFocus?: boolean; inputRef?: Ref<HTMLInputElement>; description?: string; error?: string | null; labelHidden?: boolean
  /** The list opens upwards, where the field stands low on the screen. */
  above?: boolean
}) {
  const { say } = useWords()
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() })
  const open = () => {
    combobox.openDropdown()
    combobox.updateSelectedOptionIndex()
  }
  return (
    <Combobox store={combobox} position={above ? 'top-start' : 'bottom-start'} withinPortal shadow="md" middlewares={{ flip: true, shift: true, size: true }} onOptionSubmit={id => {
      const option = options.find(one => one.id === id)
      if (option !== undefined) onPick(option)
      combobox.closeDropdown()
    }}>
      <Combobox.Target withExpandedAttribute>
        <TextInput ref={inputRef} role="combobox" {...(labelHidden ? { 'aria-label': label } : { label })} description={description} placeholder={placeholder} value={words} error={error ?? null} autoComplete="off" data-autofocus={autoFocus || undefined} autoFocus={autoFocus}
          rightSection={loading ? <Loader size={14} color="gray" role="img" aria-label={say('kit.loading')} /> : null}
          onChange={event => { onWords(event.currentTarget.value); open() }} onFocus={() => options.length > 0 && words !== '' && open()} onClick={open} onBlur={() => combobox.closeDropdown()}
          onKeyDown={event => {
            if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || onEnter === undefined) return
            if (combobox.dropdownOpened && combobox.getSelectedOptionIndex() >= 0) return
            event.preventDefault()
            combobox.closeDropdown()
            onEnter()
          }} />
      </Combobox.Target>
      <Combobox.Dropdown hidden={options.length === 0 && (nothing === undefined || words.trim() === '' || loading)}>
        <div role="region" aria-label={say('kit.options', { label })}>
        <Combobox.Options mah={260} style={{ overflowY: 'auto' }} aria-label={label}>
          {options.map(option => (
            <Combobox.Option key={option.id} value={option.id}>
              <span className="row"><span className="grow"><span>{option.label}</span>{option.hint !== undefined && option.hint !== '' && <span className="dim small" style={{ display: 'block' }}>{option.hint}</span>}</span>{option.mark}</span>
            </Combobox.Option>
          ))}
          {options.length === 0 && nothing !== undefined && <Combobox.Empty>{nothing}</Combobox.Empty>}
        </Combobox.Options>
        </div>
      </Combobox.Dropdown>
    </Combobox>
  )
}
