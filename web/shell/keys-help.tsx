import { Modal } from '@mantine/core'
import { useAllCommands } from '../kit/commands.ts'
import { keyLabel } from '../kit/keys.ts'
import { Key } from '../kit/pieces.tsx'
import { useWords } from '../kit/words.ts'

const mac = navigator.platform.startsWith('Mac')

/** The keys that work on this screen, by place. */
export default function KeysHelp({ close }: { close: () => void }) {
  const { say } = useWords()
  const commands = useAllCommands().filter(command => command.keys !== undefined && command.keys.length > 0)
  return (
    <Modal opened onClose={close} title={say('shell.keys.title')} size={720} closeButtonProps={{ 'aria-label': say('kit.close') }}>
      <div className="keys-columns">
        {(['general', 'queue', 'ticket'] as const).map(group => {
          const own = commands.filter(command => command.group === group)
          return own.length === 0 ? null : (
            <section key={group}>
              <h3>{say(`shell.keys.${group}`)}</h3>
              <dl>{own.map(command => <div key={command.id}><dt>{command.label}</dt><dd>{command.keys?.map(key => <Key key={key}>{keyLabel(key, mac)}</Key>)}</dd></div>)}</dl>
            </section>
          )
        })}
      </div>
      <p className="dim">{say('shell.keys.hint')}</p>
    </Modal>
  )
}
