import { Button } from '@mantine/core'
import { FormDialog } from '../../kit/form-dialog.tsx'
import { at, useTimes } from '../../kit/pieces.tsx'
import { told, toldRefusal } from '../../kit/told.ts'
import { useWords } from '../../kit/words.ts'
import { useWhen, WhenFields } from '../shifts/when-fields.tsx'
import { useHub } from './hub.ts'

/** «Вернуть мне …»: the ticket stands before one's eyes again on that date; its clocks and its place stay until then. */
export function ReturnDialog({ close }: { close: () => void }) {
  const { say } = useWords()
  const times = useTimes()
  const { page: { ticket: { comesBack } }, give, can } = useHub()
  const when = useWhen()
  async function save() {
    if (when.on === null) return
    await give({ type: 'return_on', on: new Date(when.on).toISOString(), me: !when.common, note: when.note.trim() })
    told(say('shifts.returning.done', { at: times.moment(when.on) }))
  }
  async function cancel() {
    try {
      await give({ type: 'cancel_return' })
      told(say('shifts.returning.cancelled'))
      close()
    } catch (error) {
      toldRefusal(error, say)
    }
  }
  return (
    <FormDialog title={say('shifts.returning.title')} submitLabel={say('shifts.returning.submit')} ready={when.on !== null} submit={save} close={close}>
      {comesBack !== null && (
        <div className="row">
          <span className="grow">{say('shifts.returning.already', { at: times.moment(at(comesBack.on)) })}</span>
          {can('cancel_return') && <Button variant="default" size="compact-sm" onClick={() => void cancel()}>{say('shifts.returning.cancel')}</Button>}
        </div>
      )}
      <WhenFields when={when} />
    </FormDialog>
  )
}
