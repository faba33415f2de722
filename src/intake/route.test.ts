import { describe, expect, it } from 'vitest'
import { hour } from '../lib/instant.ts'
import { route, type Candidate, type Route, type RouteInput } from './route.ts'

const now = Date.parse('2026-03-17T14:07+03:00')
const open = (id: string): Candidate => ({ id, number: 1, endedAt: null })
const ended = (id: string, ago: number): Candidate => ({ id, number: 1, endedAt: now - ago })
const asked = (about: Partial<RouteInput>): Route => route({ weight: 'real', repliedTo: null, focus: null, tickets: [], reopenWindow: 72 * hour, now, ...about })

describe('where a message goes', () => {
  it.each<[string, Partial<RouteInput>, Route]>([
    ['the first words of a person register', {}, { to: 'new' }],
    ['thanks of a person without tickets go nowhere', { weight: 'thanks' }, { to: 'nowhere' }],
    ['a sticker of a person without tickets goes nowhere', { weight: 'nothing' }, { to: 'nowhere' }],
    ['an automatic answer never registers', { weight: 'automatic' }, { to: 'nowhere' }],
    ['with one open ticket there is no question', { tickets: [open('a')] }, { to: 'ticket', id: 'a', why: 'only' }],
    ['with several and none current the latest is meant', { tickets: [open('b'), open('a')] }, { to: 'ticket', id: 'b', why: 'latest' }],
    ['the current one goes before the latest', { tickets: [open('b'), open('a')], focus: 'a' }, { to: 'ticket', id: 'a', why: 'focus' }],
    ['a current one that has ended is none', { tickets: [open('b'), ended('a', hour)], focus: 'a' }, { to: 'ticket', id: 'b', why: 'only' }],
    ['whoever asked for a new one gets it, though others are open', { tickets: [open('a')], focus: 'new' }, { to: 'new' }],
    ['his «ок» meanwhile does not use that up', { tickets: [open('a')], focus: 'new', weight: 'thanks' }, { to: 'ticket', id: 'a', why: 'only' }],
    ['a reply goes to its open ticket, whatever is current', { tickets: [open('b'), open('a')], focus: 'b', repliedTo: open('a') }, { to: 'ticket', id: 'a', why: 'reply' }],
    ['S-1 a reply to an ended ticket inside the window opens it again', { tickets: [open('b')], repliedTo: ended('a', 72 * hour) }, { to: 'reopen', id: 'a', why: 'reply' }],
    ['A-20 a moment after the window it is a new ticket, though another is open', { tickets: [open('b')], focus: 'b', repliedTo: ended('a', 72 * hour + 1) }, { to: 'new' }],
    ['thanks in reply to an ended ticket stay there', { tickets: [open('b')], weight: 'thanks', repliedTo: ended('a', hour) }, { to: 'thread', id: 'a' }],
    ['thanks after the last end stand on that ticket', { tickets: [ended('a', hour)], weight: 'thanks' }, { to: 'thread', id: 'a' }],
    ['real words after the last end are a new ticket', { tickets: [ended('a', hour)] }, { to: 'new' }],
  ])('%s', (_, about, expected) => expect(asked(about)).toEqual(expected))
})
