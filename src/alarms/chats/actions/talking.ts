import { together, type Db } from '../../../lib/db.ts'
import { Refusal } from '../../../lib/errors.ts'
import type { Instant } from '../../../lib/instant.ts'
import type { Met } from '../../../contacts/meeting/actions.ts'
import { enqueue } from '../../../delivery/store.ts'
import type { Host } from '../../../intake/host.ts'
import type { Change } from '../../../tickets/change.ts'
import { ackAlarm, takeAlarm, type Taking } from '../../actions/take.ts'
import type { AlarmRoom, ForwardRoom } from '../../room.ts'
import { wordsIn, type AlarmAct, type AlarmSaying, type AlarmWords } from '../../say.ts'
import { tokenOf, type Colleagues } from '../colleagues.ts'
import { memberOfChat } from '../store.ts'
import { forwarded } from './forwarding.ts'
import { unlink, useLink } from './linking.ts'

/** The colleague's side of the bot, as the dialogue and the hall hand it over. */
export function colleaguesOf(room: AlarmRoom): Colleagues {
  return {
    async started(db, met, event, now) {
      const token = tokenOf(event.payload)
      if (token === null) {
        const member = event.payload === null ? await memberOfChat(db, met.conversation.id) : null
        return member === null ? null : here(room, wordsIn(member.language))
      }
      if (event.conversation.type !== 'private') return { text: wordsIn(met.contact.language).linkPrivate }
      const member = await useLink(db, token, met, event.channelId, now)
      if (member === null) return { text: wordsIn(met.contact.language).linkSpent }
      const words = wordsIn(member.language)
      return { text: words.linked(member.name), buttons: [[{ label: words.workspace, url: `${room.workspaceUrl()}/` }]] }
    },
    act: (db, conversationId, act, now) => pressed(room, db, conversationId, act, now),
  }
}

const here = (room: Pick<AlarmRoom, 'workspaceUrl'>, words: AlarmWords): AlarmSaying => ({ text: words.here, buttons: [[{ label: words.workspace, url: `${room.workspaceUrl()}/` }]] })

/** Words, commands and forwards of a colleague. Null: he is none, or what he wants is the dialogue's (the language). */
export async function fromColleague(room: ForwardRoom, db: Db, met: Met, event: Parameters<Host['fromColleague']>[2], now: Instant): Promise<readonly Change[] | null> {
  const member = await memberOfChat(db, met.conversation.id)
  if (member === null) return null
  const words = wordsIn(member.language)
  const say = (saying: AlarmSaying) => sayInChat(room, db, met.conversation.id, saying, now)
  if (event.kind === 'command') {
    if (event.name === 'lang') return null
    if (event.name === 'unlink') {
      await unlink(db, member.id, now)
      await say({ text: words.unlinked })
    } else await say(here(room, words))
    return []
  }
  // What was forwarded cannot be edited, and other words of his are no request.
  if (event.kind === 'edited') return []
  if (event.forwarded === undefined) {
    await say(here(room, words))
    return []
  }
  const { saying, changes } = await forwarded(room, db, member, met, { ...event, forwarded: event.forwarded }, now)
  if (saying !== null) await say(saying)
  return changes
}

async function sayInChat(room: Pick<AlarmRoom, 'speak'>, db: Db, conversationId: string, saying: AlarmSaying, now: Instant): Promise<void> {
  const { parcel, offers } = room.speak(conversationId, saying, { purpose: 'dialogue', ticketId: null }, now)
  await together(db, [enqueue([parcel], now), ...offers])
}

/** A button under an alarm. Whoever is no colleague any more is told so and changes nothing. */
async function pressed(room: AlarmRoom, db: Db, conversationId: string, act: AlarmAct, now: Instant): ReturnType<Colleagues['act']> {
  const member = await memberOfChat(db, conversationId)
  if (member === null) return { changes: [], toast: wordsIn('ru').mayNot }
  const words = wordsIn(member.language)
  try {
    const taking = act.act === 'claim' ? await takeAlarm(room, db, act.alarm, member, now) : await ackAlarm(db, act.alarm, member, now)
    return { changes: taking.changes, toast: toastOf(taking, words) }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    // Refusals are decided before anything is written.
    return { changes: [], toast: error.code === 'forbidden' ? words.mayNot : words.already }
  }
}

function toastOf(taking: Taking, words: AlarmWords): string {
  switch (taking.outcome) {
    case 'taken': return words.taken
    case 'seen': return words.seen
    case 'over': return taking.by === null ? words.already : words.takenBy(taking.by)
  }
}
