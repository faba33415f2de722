export { emailChannel, emailId, type EmailChannel } from './client/channel.ts'
