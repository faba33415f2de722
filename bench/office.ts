/** A Bot API that answers every call at once and keeps nothing: for figures in which only the desk shall be busy. Conversations with people use the simulator. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { practiceBot } from '../sim/telegram/index.ts'

export type Office = { apiRoot: string; close(): Promise<void> }

export async function openOffice(): Promise<Office> {
  let lastMessage = 0
  const result = (method: string, sent: { chat_id?: unknown; url?: unknown }): unknown => {
    switch (method) {
      case 'getMe': return { id: Number(practiceBot.token.split(':')[0]), is_bot: true, first_name: practiceBot.firstName, username: practiceBot.username }
      case 'getWebhookInfo': return { url: 'https://desk.invalid/hooks/telegram', has_custom_certificate: false, pending_update_count: 0 }
      case 'sendMessage': case 'editMessageText': return { message_id: ++lastMessage, date: Math.floor(Date.now() / 1000), chat: { id: Number(sent.chat_id), type: 'private' }, text: '' }
      default: return true
    }
  }
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const sent = pieces.length === 0 ? {} : JSON.parse(Buffer.concat(pieces).toString()) as object
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ ok: true, result: result(request.url!.split('/').at(-1)!, sent) }))
    })
  })
  await new Promise<void>(resolve => { server.listen(0, '127.0.0.1', resolve) })
  return {
    apiRoot: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => new Promise(resolve => {
      server.close(() => resolve())
      server.closeAllConnections()
    }),
  }
}
