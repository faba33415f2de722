import type { messages as ru } from '../ru/messages.ts'
import type { Words } from '../words.ts'

export const messages: Words<typeof ru> = {
  label: 'Conversation', empty: 'No conversation yet', emptyText: 'The ticket came by phone. Messages and notes will appear here.',
  note: 'Note, not seen by the customer', auto: 'automatic', edited: 'edited {{at}}', earlier: 'Earlier wordings', sticker: 'sticker', noText: 'no text', place: 'Place on the map', placeOpen: 'Open the map', cardOwn: 'own number', gone: 'message not found', nearNew_one: '{{count}} new message', nearNew_other: '{{count}} new messages', arrived: 'New message from the customer', pending: 'sending',
  notices: {
    lead_called: 'The customer called the lead', wait_agreed: 'Agreed until when we wait', handed_over: 'Told of the hand-over', delay: 'Told why it takes longer', due_revised: 'Told of the new due',
    help_scheduled: 'Told of the agreed help', help_ahead: 'Reminded of the help', stop_question: 'Asked whether work is still stopped', stop_cleared: 'Noted that they work again', incident_told: 'News of the outage',
    receipt: 'Ticket received', category: 'Category and term', suspension_ahead: 'Reminder to answer', suspended: 'Pause', still_suspended: 'Still paused', resumed: 'Going on', result: 'Result', confirmation_ahead: 'Reminder to check', confirmed: 'Confirmation received', auto_confirmed: 'Closed by time', disputed: 'Back to work', withdrawn: 'Withdrawn', call_promised: 'Call promised', stop_noted: 'Work stopped', other: 'Automatic message',
  },
  delivery: {
    none: 'Not sent yet', queued: 'Waiting to be sent', sending: 'Sending', sent: 'Delivered to the channel {{at}}', sentNoTime: 'Delivered to the channel', failed: 'Not delivered', unknown: 'Unknown whether delivered: the connection broke while sending', doubled: 'May have been delivered twice',
    errors: { taken_back: 'taken back before it went', retry_after: 'the channel asks to wait', temporary: 'a passing fault of the channel', unknown: 'the connection broke while sending', undeliverable: 'the customer cannot be reached', blocked: 'the bot is blocked', deleted: 'the account is deleted', no_chat: 'the customer has not begun a conversation', consent: 'the customer did not allow messages', not_seen: 'the customer has not opened the page of the ticket yet', moved: 'the conversation has moved', invalid_content: 'the channel did not accept the message', target_gone: 'the original message is deleted', auth: 'the channel is not set up, tell an administrator', too_large: 'the file is too large', late: 'it was out of date before it left',
      no_mailbox: 'there is no such address', mailbox_full: 'the customer\'s mailbox is full', rejected: 'the customer\'s mail server did not take the letter', returned: 'the letter came back', loop: 'a program answers at this address, no automatic letters go there', bounced: 'letters to this address come back', budget: 'too many automatic letters went to this address within an hour', other: 'the channel refused' },
    late: { delayed: 'Delivery is delayed: the customer\'s mail server has not taken the letter yet', temporary: 'The customer\'s mail server put the letter off, it may not have arrived', copy_returned: 'The letter went out, but the copy to one of the others came back' },
    failedWhy: 'Not delivered: {{why}}', call: 'Call',
  },
  files: {
    not_scanned: 'not scanned', clean: 'scanned', infected: 'infected, do not open', pending: 'fetching from the channel', too_large: 'Not fetched: the channel gives up to 20 MB. Ask for a smaller archive or a link.', gone: 'Deleted in the channel, it can no longer be fetched.', failed: 'The file could not be fetched. Ask to send it again.', download: 'Download', photo: 'Photo', video: 'Video', video_note: 'Video message', voice: 'Voice message', audio: 'Audio', animation: 'Animation', document: 'Document', inline: 'Image in the letter', enlarge: 'Enlarge: {{name}}',
  },
  letter: {
    placed: { token: 'Here by a signed address', reference: 'Here as an answer to a letter of ours', subject: 'Here by the number in its subject', new: 'The ticket began with this letter', hand: 'Put here by hand' },
    failed: 'Sender not confirmed: the letter may be forged', unproven: 'sender not verified', unprovenHint: 'Nothing proves that the letter came from this address. Give no passwords and change no access by a letter alone.',
    automatic: 'An automatic letter: it does not count as the customer’s answer',
    others: 'Also to: {{names}}', joined_one: 'New participant: {{names}}', joined_other: 'New participants: {{names}}',
    suggested: 'The letter points to No. {{number}}, but its sender is not confirmed', suggestedStranger: 'The letter points to No. {{number}}, but its sender takes no part in that ticket', moveThere: 'Move it there', detach: 'Detach',
    whole: 'Show the whole letter', wholeImages_one: 'Show the whole letter with {{count}} image', wholeImages_other: 'Show the whole letter with {{count}} images', wholeHide: 'Fold the letter',
    history: 'Show what is quoted', historyHide: 'Hide what is quoted', signature: 'Show the signature', signatureHide: 'Hide the signature', images: 'Show images from the internet', frame: 'Whole letter: {{name}}',
    gaps: 'Not everything was read: {{reasons}}',
    gap: { too_large: 'the letter is too large', too_many_parts: 'too many parts', too_deep: 'letters nested too deeply', head_too_large: 'the head is too long', too_many_fields: 'too many lines in the head', text_too_long: 'the text is too long', too_many_nested: 'too many letters inside', took_too_long: 'reading took too long', winmail_damaged: 'its winmail.dat is damaged', winmail_too_large: 'its winmail.dat is too large', source_only: 'the letter itself is attached as a file', other: 'a part could not be read' },
  },
  moving: {
    menu: 'What to do with the message', toNew: 'Make a new ticket of it', toOther: 'Move to another ticket…', soonNew: 'Making a new ticket', soonTo: 'Moving to No. {{number}}', said: 'The terms of both tickets are reckoned as if the message had come there at once.', back: 'Do not move', done: 'The message now stands on No. {{number}}', broughtBack: 'The message came back',
    title: 'Move the message', number: 'Number of the ticket', submit: 'Move',
  },
  lightbox: { title: 'Picture viewer', prev: 'Previous', next: 'Next', zoomIn: 'Larger', zoomOut: 'Smaller', of: '{{index}} of {{total}}' },
  composer: {
    label: 'Answer', toCustomer: 'Answer to the customer', note: 'Internal note', via: 'via {{channel}}', placeholder: 'Answer to the customer…', notePlaceholder: 'Note for colleagues…', asks: 'A question, we wait for an answer', asksHint: 'The wait begins; if the customer says nothing for a working day, work is suspended', send: 'Send', sendNote: 'Save', sendAnyway: 'Send anyway', attach: 'Attach a file', dropHere: 'Drop to attach', uploading: 'uploading', uploadFailed: 'not uploaded', tooLarge: 'The file “{{name}}” is larger than {{limit}}', tooMany: 'No more than {{count}} files in a message', tooLong: 'Too long by {{over}} characters',
    arrived: 'A new message came while you were writing.', noChannel: 'There is nowhere to write: this customer has neither bot nor mail.', noChannelNext: 'Call {{phone}} and record the call.', noChannelNoPhone: 'Call and record the call.', blocked: 'The customer blocked the bot {{at}}. The message may not arrive.', closed: 'The ticket has ended. An answer of the customer reopens it; so can you.', hint: 'Ctrl+Enter sends, Ctrl+/ switches', toggle: 'Answer or note', remove: 'Remove the file {{name}}',
  },
  channels: { telegram: 'Telegram', email: 'mail', phone: 'phone', portal: 'form', api: 'API', },
}
