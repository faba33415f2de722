import type { Db } from '../lib/db.ts'
import type { Instant } from '../lib/instant.ts'
import type { Met } from '../contacts/meeting/actions.ts'
import type { Change } from '../tickets/change.ts'
import type { Weight } from '../tickets/ticket.ts'
import type { ContactCard, Inbound, Told } from './inbound.ts'

/** What became of a message in the hall. */
export type Placed = {
  met: Met
  channelId: string
  message: { id: string; weight: Weight; text: string; hasFiles: boolean; /** Names of files that the channel does not give out. */ tooLarge: readonly string[]; card: ContactCard | null; /** What a form has asked already. */ told?: Told }
  /** `extended`: an item joined the message of its album. */
  outcome: 'registered' | 'reopened' | 'added' | 'thread' | 'nowhere' | 'extended'
  /** The person answered a message and so chose the ticket himself. */
  isReply: boolean
  ticketId: string | null
  /** The change that placing it made; null when it went nowhere. */
  made: Change | null
  /** Open tickets of this conversation after the message, newest first. */
  open: readonly { id: string; number: number; subject: string }[]
}

/**
 * Who talks with the guest while the hall takes his coat: the bot's dialogue. Called inside the transaction of the event, after the ticket was written;
 * returns the changes that it made to tickets, to be told to the house after the commit.
 */
export type Host = {
  /**
   * What a colleague writes in a chat that he linked is for the desk, never a ticket of his: it is answered here; what he forwards becomes a ticket of its
   * author. Null: an ordinary customer.
   */
  fromColleague(db: Db, met: Met, event: Extract<Inbound, { kind: 'message' | 'edited' | 'command' }>, now: Instant): Promise<readonly Change[] | null>
  /** Words that are for the bot alone («Пропустить» of its own keyboard). */
  isForBotAlone(text: string): boolean
  /** What is to be read out of a message for R-6.1.2-3, where nobody asks for it step by step; undefined where that is done, or nothing is told. */
  toldIn(db: Db, met: Met, message: { channelId: string; text: string }): Promise<Told | undefined>
  /** It answers them, and they stand on no ticket. */
  forBotAlone(db: Db, met: Met, now: Instant): Promise<readonly Change[]>
  /** A message has found its place. */
  placed(db: Db, placed: Placed, now: Instant): Promise<readonly Change[]>
  /** Buttons, commands, links, cards: everything that is not a message on a ticket. */
  handled(db: Db, met: Met, event: Exclude<Inbound, { kind: 'message' | 'edited' | 'blocked' | 'unblocked' | 'migrated' | 'reacted' | 'bounced' }>, now: Instant): Promise<readonly Change[]>
}
