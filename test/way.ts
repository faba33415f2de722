import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A way to the database that can be closed: what is on it is cut, who comes then waits and is cut by the next closing, or is refused at once. */
export async function openWay(to: string, { refuses = false } = {}) {
  const { hostname, port } = new URL(to)
  const sockets = new Set<Socket>()
  let isOpen = true
  const server = createServer(socket => {
    sockets.add(socket)
    socket.on('error', () => {}).once('close', () => sockets.delete(socket))
    if (!isOpen) {
      if (refuses) socket.destroy()
      return
    }
    const there = connect(Number(port), hostname).on('error', () => {})
    socket.pipe(there).pipe(socket)
    socket.once('close', () => there.destroy())
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const url = new URL(to)
  url.port = String((server.address() as AddressInfo).port)
  const cut = () => {
    for (const socket of sockets) socket.destroy()
    sockets.clear()
  }
  return {
    url: url.href,
    waiting: () => sockets.size,
    open: () => {
      isOpen = true
    },
    close: () => {
      isOpen = false
      cut()
    },
    end: () => {
      cut()
      server.close()
    },
  }
}
