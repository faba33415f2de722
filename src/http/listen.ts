/** Opening the doors to the network, or saying in one sentence why they cannot be opened. */
import type { App } from '../lib/app.ts'
import { StartRefusal, reasonOf } from '../lib/refuse-start.ts'
import { isLoopback } from './origin.ts'

/**
 * Starts listening and gives the address for people, without a slash at the end. Practice mode listens to this machine only.
 * Throws `port_taken`, `bad_setting`.
 */
export async function openDoors(app: App, { host, port, practice, publicUrl }: { host: string; port: number; practice: boolean; publicUrl: string | undefined }): Promise<string> {
  if (practice && !isLoopback(host) && host !== 'localhost') {
    throw new StartRefusal('bad_setting', `The setting HOST is ${JSON.stringify(host)}, but practice mode lets nobody in from other machines: write 127.0.0.1, or PRACTICE=off.`)
  }
  try {
    const listening = new URL(await app.listen({ host, port }))
    if (publicUrl !== undefined) return publicUrl
    // A wildcard address is no address to open.
    if (['0.0.0.0', '[::]'].includes(listening.hostname)) listening.hostname = 'localhost'
    return listening.origin
  } catch (error) {
    const { code } = error as { code?: unknown }
    if (code === 'EADDRINUSE') throw new StartRefusal('port_taken', `The port ${port} on ${host} is taken by another program: stop it, or set PORT to a free one.`, error)
    if (code === 'EACCES') throw new StartRefusal('bad_setting', `The setting PORT is ${port}, which this user may not open: write a number above 1023, or give the right to it.`, error)
    throw new StartRefusal('bad_setting', `The setting HOST is ${JSON.stringify(host)}, and the server cannot listen there (${reasonOf(error)}): write an address of this machine, for example 127.0.0.1.`, error)
  }
}
