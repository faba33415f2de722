import { IconApi, IconBrandTelegram, IconMail, IconMessage, IconPhone, IconWorld } from '@tabler/icons-react'
import { useWords, type Say } from './words.ts'

const icons = { telegram: IconBrandTelegram, email: IconMail, phone: IconPhone, portal: IconWorld, api: IconApi } as const
const isKind = (kind: string): kind is keyof typeof icons => kind in icons

/** `telegram`, `email:support` and the like: the kind stands first in a channel's id. */
export const channelName = (channel: string, say: Say): string => {
  const kind = channel.split(/[:-]/)[0] ?? channel
  return isKind(kind) ? say(`messages.channels.${kind}`) : channel
}

export function ChannelIcon({ channel, size = 15 }: { channel: string; size?: number }) {
  const { say } = useWords()
  const kind = channel.split(/[:-]/)[0] ?? channel
  const Icon = isKind(kind) ? icons[kind] : IconMessage
  return <Icon size={size} stroke={1.7} role="img" aria-label={channelName(channel, say)} />
}
