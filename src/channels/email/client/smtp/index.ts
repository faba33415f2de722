export { openSender, type Sender } from './sender.ts'
