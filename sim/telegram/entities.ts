import type { MessageEntity } from '@grammyjs/types'

/** Text as Telegram keeps it: plain characters and entities counted in UTF-16 units. */
export interface Formatted {
  text: string
  entities: MessageEntity[]
}

const found: { type: 'bot_command' | 'url' | 'email' | 'mention' | 'phone_number'; pattern: RegExp }[] = [
  { type: 'bot_command', pattern: /(?<![\p{L}\p{N}_/@<>])\/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\p{L}\p{N}_/<>])/gu },
  { type: 'email', pattern: /[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}/g },
  { type: 'url', pattern: /(?:https?:\/\/[^\s<>«»"]*[^\s<>«»".,;:!?)\]]|(?<![@\w.])(?:[a-z0-9-]+\.)+(?:com|org|net|ru|рф|info|me|io)(?:\/[^\s<>«»"]*[^\s<>«»".,;:!?)\]])?(?![\w@.-]))/giu },
  { type: 'mention', pattern: /(?<![\p{L}\p{N}_@.])@[A-Za-z][A-Za-z0-9_]{3,31}/gu },
  { type: 'phone_number', pattern: /(?<![\d\p{L}])\+\d(?:[ ()-]{0,2}\d){9,14}(?!\d)/gu },
]

/** Finds commands, links, addresses, mentions and phones in places that carry no other link or code. */
export function detectEntities(text: string, given: readonly MessageEntity[] = []): MessageEntity[] {
  const taken = given.filter((entity) => ['code', 'pre', 'text_link', 'text_mention'].includes(entity.type))
    .map((entity) => ({ from: entity.offset, to: entity.offset + entity.length }))
  const detected: MessageEntity[] = []
  for (const { type, pattern } of found) {
    for (const match of text.matchAll(pattern)) {
      const from = match.index
      const to = from + match[0].length
      if (taken.some((span) => from < span.to && span.from < to)) continue
      taken.push({ from, to })
      detected.push({ type, offset: from, length: to - from })
    }
  }
  return sortEntities([...given, ...detected])
}

/** Outer entities first, as Telegram lists them. */
export function sortEntities(entities: MessageEntity[]): MessageEntity[] {
  return entities.toSorted((a, b) => a.offset - b.offset || b.length - a.length)
}

/** Cuts white space around the text, moving and shortening entities with it; entities left without a character go. */
export function trimFormatted({ text, entities }: Formatted): Formatted {
  const left = text.length - text.trimStart().length
  const trimmed = text.trim()
  const kept: MessageEntity[] = []
  for (const entity of entities) {
    const from = Math.max(0, entity.offset - left)
    const to = Math.min(trimmed.length, entity.offset - left + entity.length)
    if (to > from) kept.push({ ...entity, offset: from, length: to - from })
  }
  return { text: trimmed, entities: sortEntities(kept) }
}
