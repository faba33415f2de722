import { wireInstant } from '../lib/wire.ts'
import type { EditionCard, RegulationCard } from './api.ts'
import { catalogue } from './document/catalogue.ts'
import { hoursText, phoneText, telegramLink, wordsOf, zoneText } from './document/formats.ts'
import { clauseIndex } from './document/render.ts'
import type { ChannelEntry, RegulationDocument } from './document/schema.ts'
import type { Instant } from '../lib/instant.ts'

type Head = { id: number; version: string; title: string; validFrom: Instant }

export const editionCardOf = ({ id, version, title, validFrom }: Head): EditionCard => ({ id, version, title, validFrom: wireInstant(validFrom) })

/** Where a channel's address leads. */
export function channelHref(channel: ChannelEntry): string {
  return channel.id === 'telegram' ? telegramLink(channel.address) : channel.id === 'email' ? `mailto:${channel.address}` : `tel:${channel.address}`
}

/** A channel's address as people read it. */
export function channelText(channel: ChannelEntry, document: RegulationDocument): string {
  return channel.id === 'phone' ? phoneText(channel.address, document.language) : channel.address
}

/** One edition for machines: forms, the triage card, pointers to clauses. */
export function regulationCardOf(document: RegulationDocument, edition: Head, current: Head, editions: readonly Head[]): RegulationCard {
  const words = wordsOf(document.language)
  const { groups, outside } = catalogue(document)
  return {
    edition: editionCardOf(edition),
    current: editionCardOf(current),
    editions: editions.map(editionCardOf),
    language: document.language,
    hours: { text: hoursText(document.calendars.service.weekly, words), zone: zoneText(document.calendars.timezone, words), timezone: document.calendars.timezone },
    channels: document.channels.map(channel => ({ id: channel.id, name: channel.name, tier: channel.tier, address: channelText(channel, document), href: channelHref(channel) })),
    categories: document.categories,
    facts: document.facts,
    groups: groups.map(({ id, title, topics }) => ({ id, title, topics: [...topics] })),
    outside: [...outside],
    delayReasons: document.delayReasons,
    botFacts: document.botFacts,
    clauses: Object.fromEntries(clauseIndex(document)),
  }
}
