import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { FormDialog } from '../../kit/form-dialog.tsx'
import { told } from '../../kit/told.ts'
import { useWords } from '../../kit/words.ts'
import { assignByLoad, ticketsChanged } from '../shifts/data.ts'
import { OwnerField, type OwnerChoice } from '../shifts/owner-field.tsx'
import { useHub } from './hub.ts'

/** Whom to give the ticket; «По нагрузке» leaves the choice to the desk, which says whom it has chosen. */
export function AssignDialog({ close }: { close: () => void }) {
  const { say } = useWords()
  const client = useQueryClient()
  const { number, give } = useHub()
  const [choice, choose] = useState<OwnerChoice | null>(null)
  async function save() {
    if (choice === null) return
    if (choice.by === 'load') {
      const outcome = await assignByLoad(number)
      ticketsChanged(client)
      told(outcome.message)
    } else {
      await give({ type: 'assign', owner: choice.owner })
    }
  }
  return (
    <FormDialog title={say('tickets.assign.title')} submitLabel={say('kit.save')} ready={choice !== null} submit={save} close={close}>
      <OwnerField choice={choice} choose={choose} />
    </FormDialog>
  )
}
