import { createContext, use } from 'react'
import type { Command, TicketPage } from './data.ts'

/** Which dialog of a ticket is open; what it begins with. */
export type DialogName =
  /** `triage`: of a ticket that is assessed by the same stroke; the customer reads the answer alone. */
  | { name: 'result'; kind?: 'done' | 'workaround' | 'refused'; text?: string; triage?: { category: 1 | 2 | 3; effect: string; topic: string } }
  | { name: 'recategorise' | 'assign' | 'return' | 'call' | 'confirm' | 'dispute' | 'lift' | 'handOver' | 'takeBack' | 'withdraw' | 'spam' | 'reopen' | 'topic' | 'point' | 'delay' | 'revise' | 'agreeWait' | 'people' | 'addPoint' | 'outage' | 'development' }
  | { name: 'strike'; event: string }
  | { name: 'ledger'; clock: 'triage' | 'reaction' | 'result' }

/** The open ticket and what its parts may ask for. */
export type Hub = {
  page: TicketPage
  number: number
  /** May this person give this command now? The server's word. */
  can: (command: string) => boolean
  /** Gives a command; rejects with a refusal. The version goes along, so that a decision about an outdated picture is refused. */
  give: (command: Command, key?: string) => Promise<TicketPage>
  /** Gives a command that needs no words; a refusal is told in the corner. */
  giveAndTell: (command: Command) => void
  openDialog: (dialog: DialogName) => void
  topicTitle: (topic: string | null) => string | null
}

const HubContext = createContext<Hub | null>(null)
export const HubProvider = HubContext.Provider

export function useHub(): Hub {
  const hub = use(HubContext)
  if (hub === null) throw new Error('a part of a ticket outside a ticket')
  return hub
}
