import type { Letter } from '../../letter.ts'
import type { LetterKind } from '../../kinds/kind.ts'

/** What a hand is asked and what it answers. `late`: after so many milliseconds it leaves the rest of the letter unread. */
export type Task = { bytes: Uint8Array; late: number }
/** `ready`: said once, when the hand has loaded its program. */
export type Done = { ready: true } | { letter: Letter; kind: LetterKind } | { broke: string }
