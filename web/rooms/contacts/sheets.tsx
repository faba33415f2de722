import { Modal } from '@mantine/core'
import { IconPrinter } from '@tabler/icons-react'
import { useState } from 'react'
import type { Sheets } from '../../../src/contacts/api.ts'
import { api } from '../../kit/api.ts'
import { toldRefusal } from '../../kit/told.ts'
import { useWords } from '../../kit/words.ts'
import { sheetUrl, type ForSheets } from './points-data.ts'

/** So many ids fit into an address. */
const idsInOne = 200

type Part = { url: string; count: number; name: string }

/** Opens the sheets of these points in a window of their own; more than one file holds is offered in parts, and what cannot be printed is said here. */
export function SheetsButton({ which, label }: { which: ForSheets; label: string }) {
  const { say } = useWords()
  const [parts, setParts] = useState<readonly Part[] | null>(null)
  const [busy, setBusy] = useState(false)

  async function print() {
    setBusy(true)
    try {
      const found = await partsOf(which)
      if (found.length === 1) window.open(found[0]!.url, '_blank', 'noreferrer')
      else setParts(found)
    } catch (error) {
      toldRefusal(error, say)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <button type="button" className="link print-link" disabled={busy} onClick={() => void print()}><IconPrinter size={15} aria-hidden /> {label}</button>
      {parts !== null && (
        <Modal opened onClose={() => setParts(null)} title={say('contacts.page.sheets.title')} closeButtonProps={{ 'aria-label': say('kit.close') }}>
          <p className="dim small sheets-hint">{say('contacts.page.sheets.hint')}</p>
          <ol className="sheets-parts">{parts.map(({ url, count, name }) => (
            <li key={url}><a href={url} target="_blank" rel="noreferrer">{say('contacts.page.sheets.part', { count })}</a>{name !== '' && <span className="dim small"> {name}</span>}</li>
          ))}</ol>
        </Modal>
      )}
    </>
  )
}

async function partsOf(which: ForSheets): Promise<readonly Part[]> {
  if (which !== 'all' && 'ids' in which) {
    return Array.from({ length: Math.ceil(which.ids.length / idsInOne) }, (_, place) => which.ids.slice(place * idsInOne, (place + 1) * idsInOne)).map(ids => ({ url: sheetUrl({ ids }), count: ids.length, name: '' }))
  }
  const { parts } = await api.get<Sheets>(`/api/points/qr-sheets${which === 'all' ? '' : `?company=${which.company}`}`)
  return parts.map(({ part, count, first, last }) => ({ url: sheetUrl(which, parts.length === 1 ? undefined : part), count, name: first === last ? first : `${first} … ${last}` }))
}
