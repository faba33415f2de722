import { Textarea, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../kit/api.ts'
import { FormDialog } from '../../kit/form-dialog.tsx'
import { useWords } from '../../kit/words.ts'
import type { Development } from './data.ts'

/** A new item, or the fields of one that is there. */
export function ItemDialog({ item, saved, close }: { item: Development | null; saved: (item: Development) => void; close: () => void }) {
  const { say } = useWords()
  const client = useQueryClient()
  const [fields, setFields] = useState({ title: item?.title ?? '', note: item?.note ?? '', trackerId: item?.trackerId ?? '', trackerUrl: item?.trackerUrl ?? '', releaseName: item?.releaseName ?? '' })
  const set = (name: keyof typeof fields) => ({ value: fields[name], onChange: (event: { currentTarget: { value: string } }) => setFields({ ...fields, [name]: event.currentTarget.value }) })
  return (
    <FormDialog title={say(item === null ? 'releases.add' : 'releases.edit')} submitLabel={say(item === null ? 'releases.create' : 'releases.save')} ready={fields.title.trim() !== ''} size={520} close={close}
      submit={async () => {
        const made = item === null ? await api.post<Development>('/api/developments', fields) : await api.patch<Development>(`/api/developments/${item.id}`, { ...fields, version: item.version })
        void client.invalidateQueries({ queryKey: ['developments'] })
        void client.invalidateQueries({ queryKey: ['development', made.id] })
        saved(made)
      }}>
      <TextInput label={say('releases.fields.title')} maxLength={200} data-autofocus {...set('title')} />
      <Textarea label={say('releases.fields.note')} maxLength={4000} minRows={3} {...set('note')} />
      <div className="row">
        <TextInput className="grow" label={say('releases.fields.trackerId')} maxLength={100} {...set('trackerId')} />
        <TextInput className="grow" label={say('releases.fields.trackerUrl')} type="url" placeholder="https://" maxLength={500} {...set('trackerUrl')} />
      </div>
      <TextInput label={say('releases.fields.releaseName')} placeholder={say('releases.fields.releaseHint')} maxLength={100} {...set('releaseName')} />
    </FormDialog>
  )
}
