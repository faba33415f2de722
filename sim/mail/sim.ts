import { createServer, type AddressInfo } from 'node:net'
import { Boxes, type Kept } from './box.ts'
import { written } from './draft.ts'
import { domainOf, type DeskBox, type MailPerson } from './people.ts'
import { composed, deliver, openInlet, openSigning, practiceResolver, type Upload } from './post.ts'
import { mailServer, type Sending } from './server.ts'

export interface MailSimOptions {
  people: readonly MailPerson[]
  desk: DeskBox
  /** Of the page; a free one unless told. */
  port?: number
  /** Epoch milliseconds; the real clock unless told. */
  now?: () => number
  /** Folder where the mailboxes outlive the process; none: memory only. */
  dataDir?: string
}

export type Letter = Omit<Sending, 'files'> & { files: readonly Upload[] }

export interface MailSim {
  /** The page where the newcomer writes and reads letters. */
  url: string
  /** The server that the desk's mailbox sends by. */
  smtp: { host: string; port: number }
  /** Where the desk is to open its door, so that letters from here come in. */
  door: { host: string; port: number }
  /** The DNS by which the desk judges senders. */
  resolver: (name: string, type: string) => Promise<unknown>
  boxes: Boxes
  send(letter: Letter): Promise<Kept>
  stop(): Promise<void>
}

/** Starts mailboxes, their server and their page on the loopback address. @throws Error when the port is taken. */
export async function startMailSim({ people, desk, port = 0, now = () => Date.now(), dataDir }: MailSimOptions): Promise<MailSim> {
  const boxes = new Boxes(dataDir ?? null)
  const byAddress = new Map(people.map((person) => [person.address, person]))
  const signing = openSigning()
  const inlet = await openInlet({ isKnown: (address) => byAddress.has(address), take: (to, source) => void boxes.add(to, 'received', source, now()) })
  const door = { host: '127.0.0.1', port: await freePort() }

  const send = async ({ person: address, answers, files, ...draft }: Letter): Promise<Kept> => {
    const person = byAddress.get(address)
    if (person === undefined) throw new Error(`nobody has the address ${address}`)
    const answered = answers === null ? null : boxes.find(answers)
    const letter = written({ ...draft, answered: answered === null ? null : boxes.letter(answered) }, person, desk)
    const plain = await composed(letter, person, files, now())
    const source = draft.kind === 'forged' ? plain : await signing.sign(plain, domainOf(address))
    // An automatic answer has an empty return path, as RFC 3834 wants.
    await deliver(source, { from: draft.kind === 'automatic' ? '' : address, to: letter.to.address }, door)
    return boxes.add(address, 'sent', source, now())
  }
  const server = mailServer({ people, desk, boxes, send })
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(port, '127.0.0.1', resolve)
    })
  } catch (error) {
    await inlet.close()
    throw error
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, smtp: { host: '127.0.0.1', port: inlet.port }, door, boxes, send,
    resolver: practiceResolver(new Set(people.map(({ address }) => domainOf(address))), signing.publicKey),
    stop: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await Promise.all([closed, inlet.close()])
    },
  }
}

/** A port that nobody holds now. */
async function freePort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', resolve)
  })
  const { port } = probe.address() as AddressInfo
  await new Promise<void>((resolve) => probe.close(() => resolve()))
  return port
}
