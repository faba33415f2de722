import { describe, expect, it, test } from 'vitest'
import { degradationOf, harmless, outcomeOf } from './outcome.ts'
import type { CallFailure } from './outcome.ts'

const refused = (code: number, description: string, more: { retryAfter?: number; migrateTo?: number } = {}): CallFailure => ({ kind: 'refused', code, description, ...more })

describe('what a failed call means', () => {
  test.each<[string, CallFailure, object]>([
    ['429 waits exactly as told', refused(429, 'Too Many Requests: retry after 7', { retryAfter: 7 }), { class: 'retry_after', seconds: 7 }],
    ['429 without the number reads it from the words', refused(429, 'Too Many Requests: retry after 12'), { class: 'retry_after', seconds: 12 }],
    ['429 that says nothing waits a little', refused(429, 'Too Many Requests'), { class: 'retry_after', seconds: 5 }],
    ['a blocked bot', refused(403, 'Forbidden: bot was blocked by the user'), { class: 'undeliverable', reason: 'blocked' }],
    ['a deleted account', refused(403, 'Forbidden: user is deactivated'), { class: 'undeliverable', reason: 'deleted' }],
    ['a person who never wrote', refused(403, "Forbidden: bot can't initiate conversation with a user"), { class: 'undeliverable', reason: 'consent' }],
    ['a bot on the other side', refused(403, "Forbidden: bots can't send messages to bots"), { class: 'undeliverable', reason: 'no_chat' }],
    ['a kick out of a group', refused(403, 'Forbidden: bot was kicked from the supergroup chat'), { class: 'undeliverable', reason: 'blocked' }],
    ['a chat that is not there', refused(400, 'Bad Request: chat not found'), { class: 'undeliverable', reason: 'no_chat' }],
    ['a missing right to write', refused(400, 'Bad Request: not enough rights to send text messages to the chat'), { class: 'undeliverable', reason: 'consent' }],
    ['a group that became a supergroup', refused(400, 'Bad Request: group chat was upgraded to a supergroup chat', { migrateTo: -100_42 }), { class: 'moved', to: '-10042' }],
    ['broken markup, after the plain attempt', refused(400, "Bad Request: can't parse entities: Unsupported start tag"), { class: 'invalid_content' }],
    ['an empty text', refused(400, 'Bad Request: message text is empty'), { class: 'invalid_content' }],
    ['a message to edit that is gone', refused(400, 'Bad Request: message to edit not found'), { class: 'target_gone' }],
    ['a message that cannot be edited', refused(400, "Bad Request: message can't be edited"), { class: 'target_gone' }],
    ['an edit of a photo as if it were text', refused(400, 'Bad Request: there is no text in the message to edit'), { class: 'target_gone' }],
    ['a message to answer that is gone', refused(400, 'Bad Request: message to be replied not found'), { class: 'target_gone' }],
    ['a deleted topic', refused(400, 'Bad Request: message thread not found'), { class: 'target_gone' }],
    ['a file too big to fetch', refused(400, 'Bad Request: file is too big'), { class: 'too_large' }],
    ['a body too big to take', refused(413, 'Request Entity Too Large'), { class: 'too_large' }],
    ['a refused token', refused(401, 'Unauthorized'), { class: 'auth' }],
    ['a token that is none', refused(404, 'Not Found'), { class: 'auth' }],
    ['a second poller', refused(409, 'Conflict: terminated by other getUpdates request'), { class: 'auth' }],
    ['trouble at Telegram', refused(500, 'Internal Server Error: restart'), { class: 'temporary' }],
    ['trouble at its gateway', refused(502, 'Bad Gateway'), { class: 'temporary' }],
    ['no connection before the request left', { kind: 'network', begun: false, reason: 'ECONNREFUSED' }, { class: 'temporary' }],
    ['silence after the request left', { kind: 'network', begun: true, reason: 'UND_ERR_HEADERS_TIMEOUT' }, { class: 'unknown' }],
    ['a gateway that waited in vain', { kind: 'foreign', status: 504 }, { class: 'unknown' }],
    ['a page instead of an answer', { kind: 'foreign', status: 200 }, { class: 'unknown' }],
    ['a proxy that asks for a password', { kind: 'foreign', status: 407 }, { class: 'temporary' }],
    ['a gateway that takes no such body', { kind: 'foreign', status: 413 }, { class: 'too_large' }],
    ['a stored file that cannot be read', { kind: 'file', reason: 'the stored file could not be read' }, { class: 'temporary' }],
  ])('%s', (_, failure, outcome) => {
    expect(outcomeOf(failure)).toEqual({ ...outcome, detail: expect.any(String) })
  })

  it('says it in the words of Telegram', () => {
    expect(outcomeOf(refused(400, 'Bad Request: chat not found')).detail).toBe('400 Bad Request: chat not found')
  })

  it('doing an edit twice is no harm, so silence means again', () => {
    expect(outcomeOf({ kind: 'network', begun: true, reason: 'ECONNRESET' }, { repeatable: true }).class).toBe('temporary')
    expect(outcomeOf({ kind: 'foreign', status: 504 }, { repeatable: true }).class).toBe('temporary')
  })
})

describe('what counts as success', () => {
  test.each<[string, CallFailure, boolean]>([
    ['an edit that changes nothing', refused(400, 'Bad Request: message is not modified: specified new message content and reply markup are exactly the same'), true],
    ['a late answer to a button', refused(400, 'Bad Request: query is too old and response timeout expired or query ID is invalid'), true],
    ['nothing else of that code', refused(400, 'Bad Request: message text is empty'), false],
    ['no silence', { kind: 'network', begun: true, reason: 'query is too old' }, false],
  ])('%s', (_, failure, yes) => {
    expect(harmless(failure)).toBe(yes)
  })
})

describe('what is tried once instead', () => {
  test.each<[string, CallFailure, ReturnType<typeof degradationOf>]>([
    ['plain text for broken markup', refused(400, "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\""), 'plain_text'],
    ['a document for a picture of odd shape', refused(400, 'Bad Request: PHOTO_INVALID_DIMENSIONS'), 'as_document'],
    ['a document where voice is forbidden', refused(400, 'Bad Request: VOICE_MESSAGES_FORBIDDEN'), 'as_document'],
    ['nothing for a blocked bot', refused(403, 'Forbidden: bot was blocked by the user'), null],
    ['nothing after silence: it may have worked', { kind: 'network', begun: true, reason: "can't parse entities" }, null],
  ])('%s', (_, failure, instead) => {
    expect(degradationOf(failure)).toBe(instead)
  })
})
