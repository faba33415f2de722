export { telegramChannel } from './client/channel.ts'
export type { TelegramConfig } from './client/config.ts'
