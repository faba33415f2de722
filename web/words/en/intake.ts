import type { intake as ru } from '../ru/intake.ts'
import type { Words } from '../words.ts'

export const intake: Words<typeof ru> = {
  title: 'Quarantine', lead: 'What came from the channels but could not be read. Nothing is lost: after a fix it can be read again.', channel: 'Channel', received: 'Received', reason: 'Why not read', tries: 'Tries', preview: 'Beginning', retry: 'Read again', dismiss: 'Put aside', dismissed: 'Put aside: the raw message stays in the database', retried: 'Queued for reading', empty: 'The quarantine is empty', emptyText: 'Everything that comes in is read.', more: 'Show more',
  reasons: { took_too_long: 'Reading took too long', crashed: 'The letter broke the reader', too_large: 'The letter is too large', gone: 'The letter itself is gone from the disk', nobody: 'The letter names no sender' },
  stub: 'Ticket from what survives', stubbed: 'A ticket will appear: the sender, the subject and the letter as a file', nobody: 'sender unknown', noSubject: 'no subject',
  aside: {
    title: 'Letters set aside', lead: 'Letters that opened no ticket: lists, automatic answers, reports of undelivered mail. Where a customer asks something among them, make a ticket of it.', kinds: 'Which letters to show', all: 'All',
    reasons: { list: 'Lists', complaint: 'Spam complaints', auto_reply: 'Automatic answers', bounce: 'Undelivered', own: 'Our own' }, why: { list: 'list', complaint: 'complaint', auto_reply: 'automatic', bounce: 'undelivered', own: 'our own' },
    empty: 'No letters set aside', emptyText: 'Everything that came by mail stands on tickets.', request: 'Make a ticket', requested: 'The letter becomes a ticket in a few seconds', dismiss: 'Not needed', dismissed: 'Put away: the letter itself stays in the database',
  },
}
