import { createServer, type AddressInfo, type Socket } from 'node:net'

/** A mail server for tests with manners that Dovecot does not have: refusals in words of its own, no IDLE, no MOVE, letters that it does not give out. */
export type OddServer = { port: number; /** Commands as they came, without tags and credentials. */ asked: string[]; /** From now on, sessions that are open get no answer any more; new ones do. */ fallSilent(): void; close(): Promise<void> }

export type Manners = {
  /** Answers a sign-in with this refusal. */
  refuses?: string
  /** Letters by UID; null: it refuses to give the letter out; empty: it says that all is well and gives nothing. For a range that ends with `*` it always lists the last one, as servers do. */
  letters?: Readonly<Record<number, string | null>>
  capabilities?: string
  /** Folders that it lists, with their attributes. */
  folders?: readonly string[]
}

export async function startOddServer({ refuses, letters = {}, capabilities = '', folders = ['() "/" INBOX'] }: Manners): Promise<OddServer> {
  const asked: string[] = []
  const sockets = new Set<Socket>()
  const silent = new Set<Socket>()
  const uids = (): number[] => Object.keys(letters).map(Number).sort((a, b) => a - b)

  function answer(tag: string, command: string): string[] {
    const [word = ''] = command.toUpperCase().split(' ')
    const done = `${tag} OK done`
    switch (word) {
      case 'CAPABILITY': return [`* CAPABILITY IMAP4rev1 ${capabilities}`.trim(), done]
      case 'LOGIN': return refuses === undefined ? [done] : [`${tag} NO ${refuses}`]
      case 'LIST': return command.endsWith('"" ""') ? ['* LIST (\\Noselect) "/" ""', done] : [...folders.map(folder => `* LIST ${folder}`), done]
      case 'SELECT':
      case 'EXAMINE': return ['* FLAGS (\\Seen \\Deleted)', `* ${uids().length} EXISTS`, '* OK [UIDVALIDITY 7] so', `* OK [UIDNEXT ${(uids().at(-1) ?? 0) + 1}] so`, `${tag} OK [READ-${word === 'SELECT' ? 'WRITE' : 'ONLY'}] done`]
      case 'CREATE': return [`${tag} NO not here`]
      case 'UID': return uid(tag, command.slice(4))
      default: return [done]
    }
  }

  function uid(tag: string, command: string): string[] {
    const search = /^SEARCH UID (\d+):(\*|\d+)/i.exec(command)
    if (search !== null) {
      const [from, to] = [Number(search[1]), search[2] === '*' ? Infinity : Number(search[2])]
      const found = uids().filter(one => (one >= from && one <= to) || (to === Infinity && one === uids().at(-1)))
      return [`* SEARCH ${found.join(' ')}`.trim(), `${tag} OK done`]
    }
    const fetch = /^FETCH (\d+) /i.exec(command)
    if (fetch === null) return [`${tag} BAD what?`]
    const letter = letters[Number(fetch[1])]
    if (letter === null) return [`${tag} NO [SERVERBUG] this letter is broken`]
    if (letter === undefined || letter === '') return [`${tag} OK done`]
    return [`* ${uids().indexOf(Number(fetch[1])) + 1} FETCH (UID ${fetch[1]} RFC822.SIZE ${Buffer.byteLength(letter)} INTERNALDATE "24-Nov-2026 12:00:00 +0300" BODY[]<0> {${Buffer.byteLength(letter)}}`, `${letter})`, `${tag} OK done`]
  }

  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
    socket.write('* OK ready\r\n')
    let waiting = ''
    socket.on('data', data => {
      waiting += data.toString('latin1')
      for (let end = waiting.indexOf('\r\n'); end >= 0; end = waiting.indexOf('\r\n')) {
        const [tag = '', ...words] = waiting.slice(0, end).split(' ')
        waiting = waiting.slice(end + 2)
        const command = words.join(' ')
        asked.push(command.replace(/^LOGIN.*/i, 'LOGIN'))
        if (!silent.has(socket)) socket.write(answer(tag, command).map(line => `${line}\r\n`).join(''))
      }
    })
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port, asked,
    fallSilent: () => {
      for (const socket of sockets) silent.add(socket)
    },
    close: () => new Promise(resolve => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    }),
  }
}
