import type { RegulationDocument } from '../regulation/document/schema.ts'
import { isSmallTalk } from '../regulation/document/small-talk.ts'
import type { Weight } from '../tickets/ticket.ts'
import type { MessageContent } from './inbound.ts'

/** What a message weighs (clauses.md part 2, the inbound table). Thanks and "ок" are the document's closed list; files and places always count. */
export function weigh(document: RegulationDocument, content: MessageContent & { automatic?: true; insisted?: true }): Weight {
  if (content.insisted === true) return 'real'
  if (content.automatic === true) return 'automatic'
  if (content.sticker === true) return 'nothing'
  // His own card answers the bot's question for a phone; it asks for nothing.
  if (content.card?.own === true) return 'thanks'
  if (content.files.length > 0 || content.place !== undefined || content.card !== undefined) return 'real'
  if (content.text.trim() === '') return 'nothing'
  return isSmallTalk(document, content.text) ? 'thanks' : 'real'
}

const greeting = /^(здравствуй(те)?|привет(ствую)?|добр(ый|ое|ой|ого) (день|дня|утро|утра|вечер|вечера|ночи)|доброго времени суток|алло|hello|hi|hey|good (morning|day|evening))(?!\p{L})[\s,.!)]*/iu

/** The words that say what a ticket is about: without the greeting in front. Empty: the greeting was all. */
export const withoutGreeting = (text: string): string => text.trim().replace(greeting, '').trim()
