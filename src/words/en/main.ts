import type { MainWords } from '../ru/main.ts'

/** What the program says on the console when it opens and closes. */
export const main: MainWords = {
  opened: ({ url, practice, chat, mail, firstAdmin }) => [
    '',
    `  Reglament is open: ${url}`,
    ...(practice === null ? [] : [
      '  Practice mode: a database and numbers of its own, nothing goes out.',
      `    The specialist’s workspace (this link signs you in): ${practice}`,
    ]),
    ...(chat === null ? [] : [`    The restaurant’s chat with the bot:              ${chat}`]),
    ...(mail === null ? [] : [`    The restaurant’s mail:                           ${mail}`]),
    ...(firstAdmin === null ? [] : ['  First administrator (the link works once):', `    ${firstAdmin}`]),
    `  The support regulation for everybody: ${url}/regulation`,
    '  To stop: Ctrl+C',
    '',
  ],
  closing: '  Closing: everything taken in is stored.',
}
