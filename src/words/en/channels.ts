import type { ChannelWords } from '../ru/channels.ts'

export const channels: ChannelWords = {
  sealed: 'The secret of the desk has changed: type the password or token again.',
}
