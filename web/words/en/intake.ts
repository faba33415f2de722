import type { intake as ru } from '../ru/intake.ts'
import type { Words } from '../words.ts'

export const intake: Words<typeof ru> = {
  title: 'Quarantine', lead: 'What came from the channels but could not be read. Nothing is lost: after a fix it can be read again.', channel: 'Channel', received: 'Received', reason: 'Why not read', tries: 'Tries', preview: 'Beginning', retry: 'Read again', dismiss: 'Put aside', dismissed: 'Put aside: the raw message stays in the database', retried: 'Queued for reading', empty: 'The quarantine is empty', emptyText: 'Everything that comes in is read.', more: 'Show more',
}
