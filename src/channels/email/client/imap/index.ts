export { fetchMailbox, type Counts, type Fetching } from './fetch.ts'
export { verifyImap } from './verify.ts'
export { openSentFolder, type SentFolder } from './sent.ts'
