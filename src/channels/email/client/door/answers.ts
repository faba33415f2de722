/** An answer of the door to the sending server: its code (RFC 5321, 4.2), words for the postmaster who reads them. */
export const answered = (code: 421 | 451 | 550 | 552 | 554, words: string): Error & { responseCode: number } => Object.assign(new Error(words), { responseCode: code })

export const unknownRecipient = () => answered(550, 'No such mailbox here')
export const tooLarge = () => answered(552, 'The letter is larger than we take')

/** The sender went away in the middle of a letter: nothing was answered, he repeats it. */
export const leftEarly = (error: unknown): boolean => error instanceof Error && 'code' in error && (error.code === 'ECONNECTION' || error.code === 'ERR_STREAM_PREMATURE_CLOSE')
