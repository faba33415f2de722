import { Button, CopyButton, Modal, TextInput } from '@mantine/core'
import { useWords } from '../../kit/words.ts'

/** A one-time link, shown once, to copy and hand over. */
export function LinkReady({ title, text, link, close }: { title: string; text: string; link: string; close: () => void }) {
  const { say } = useWords()
  return (
    <Modal opened onClose={close} title={title} size={520} closeButtonProps={{ 'aria-label': say('kit.close') }}>
      <div className="stack">
        <p style={{ margin: 0 }}>{text}</p>
        <div className="row"><TextInput className="grow" readOnly value={link} aria-label={title} onFocus={event => event.currentTarget.select()} data-autofocus /><CopyButton value={link}>{({ copied, copy }) => <Button size="sm" onClick={copy}>{say(copied ? 'kit.copied' : 'kit.copy')}</Button>}</CopyButton></div>
      </div>
    </Modal>
  )
}
