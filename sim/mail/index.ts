/** The practice mailbox: people who write letters to the desk through its own door and read what it sends. Start reading at `sim.ts`. */
export { startMailSim } from './sim.ts'
export type { Letter, MailSim, MailSimOptions } from './sim.ts'
export type { DeskBox, MailPerson } from './people.ts'
export type { Client, Kind } from './draft.ts'
