import { describe, expect, test } from 'vitest'
import { read } from '../read.ts'
import { kindOf } from './kind.ts'

const kind = (...lines: string[]) => kindOf(read(Buffer.from(lines.join('\r\n'))))
const letter = (head: string[], body = 'Касса молчит.') => kind('From: Иван <ivan@cafe.example>', 'To: help@jupiter.example', 'Content-Type: text/plain; charset=utf-8', ...head, '', body)

describe('RFC 3834: what people write, and what answers by itself', () => {
  test.each([
    ['a letter', ['Subject: Касса'], { kind: 'message', automatic: false }],
    ['a letter that says it is no automat', ['Subject: Касса', 'Auto-Submitted: no'], { kind: 'message', automatic: false }],
    ['an answer of a person', ['Subject: Re: Касса', 'In-Reply-To: <1@a>'], { kind: 'message', automatic: false }],
    ['a monitor', ['Subject: Диск полон', 'Auto-Submitted: auto-generated'], { kind: 'message', automatic: true }],
    ['an answer by itself', ['Subject: Re: Касса', 'Auto-Submitted: auto-replied (vacation)'], { kind: 'auto-reply' }],
    ['Exchange', ['Subject: Автоматический ответ: Касса', 'X-Auto-Response-Suppress: All', 'Auto-Submitted: auto-generated'], { kind: 'auto-reply' }],
    ['by its subject', ['Subject: Автоответ: Касса'], { kind: 'auto-reply' }],
    ['by its subject, English', ['Subject: Out of Office: Till'], { kind: 'auto-reply' }],
    ['by its subject, German', ['Subject: Automatische Antwort: Kasse'], { kind: 'auto-reply' }],
    ['by precedence', ['Subject: Re: Касса', 'Precedence: auto_reply'], { kind: 'auto-reply' }],
    ['by a field of its program', ['Subject: Re: Касса', 'X-Autoreply: yes'], { kind: 'auto-reply' }],
    ['nobody at his desk', ['Subject: Отсутствие на рабочем месте', 'Return-Path: <>'], { kind: 'auto-reply' }],
    ['a receipt of reading, Russian', ['Subject: Уведомление о прочтении: Касса', 'In-Reply-To: <1@a>'], { kind: 'auto-reply' }],
    ['a mark behind the subject', ['Subject: RE: Касса (автоответ)'], { kind: 'auto-reply' }],
    ['an answering program of qmail', ['Subject: Re: Касса', 'Delivered-To: Autoresponder'], { kind: 'auto-reply' }],
    ['a person who writes about absence', ['Subject: Re: Касса', 'In-Reply-To: <1@a>', 'Return-Path: <ivan@cafe.example>'], { kind: 'message', automatic: false }],
    ['a person who writes of automata', ['Subject: Автоматическая печать чеков не работает'], { kind: 'message', automatic: false }],
    ['generated, and an answer', ['Subject: Re: Касса', 'In-Reply-To: <1@a>', 'Auto-Submitted: auto-generated'], { kind: 'auto-reply' }],
    ['a list', ['Subject: Новости', 'List-Id: <news.shop.example>'], { kind: 'list' }],
    ['a list by precedence', ['Subject: Новости', 'Precedence: bulk'], { kind: 'list' }],
    ['a letter of a list that suppresses answers', ['Subject: Re: Issue', 'In-Reply-To: <1@a>', 'List-Unsubscribe: <https://a.example>', 'X-Auto-Response-Suppress: All'], { kind: 'list' }],
    ['a person behind a server that suppresses answers', ['Subject: Re: Касса', 'In-Reply-To: <1@a>', 'X-Auto-Response-Suppress: DR, OOF, AutoReply'], { kind: 'message', automatic: true }],
    ['on holiday, as an answer', ['Subject: В отпуске до 5 мая', 'In-Reply-To: <1@a>'], { kind: 'auto-reply' }],
    ['on holiday, as a question', ['Subject: В отпуске кассир, кто закроет смену?'], { kind: 'message', automatic: false }],
    ['a person who went on holiday', ['Subject: Отпускные не посчитались'], { kind: 'message', automatic: false }],
    ['a person who asks about a bounce', ['Subject: Письмо не доставлено, что делать?'], { kind: 'message', automatic: false }],
  ])('%s', (_, head, expected) => {
    expect(letter(head)).toEqual(expected)
  })
  test('a reading receipt is an automatic answer', () => {
    expect(kind('From: a@b.example', 'Subject: Прочтено: Касса', 'Content-Type: multipart/report; report-type=disposition-notification; boundary=b', '', '--b', '', 'Read.', '--b', 'Content-Type: message/disposition-notification', '', 'Disposition: manual-action/MDN-sent-manually; displayed', '--b--')).toEqual({ kind: 'auto-reply' })
  })
})

const report = (action: string, status: string, code: string) => kind('From: MAILER-DAEMON@mx.example', 'Return-Path: <>', 'Subject: Undelivered Mail Returned to Sender', 'Content-Type: multipart/report; report-type=delivery-status; boundary=b', '', '--b', '', 'Sorry.', '--b', 'Content-Type: message/delivery-status', '', 'Reporting-MTA: dns; mx.example', '', 'Final-Recipient: rfc822; ivan@cafe.example', `Action: ${action}`, `Status: ${status}`, `Diagnostic-Code: smtp; ${code}`, '', '--b', 'Content-Type: text/rfc822-headers', '', 'Message-ID: <t1042.7.x@jupiter.example>', '--b--')

describe('RFC 3464: delivery notices', () => {
  test.each([
    ['failed', '5.1.1', '550 5.1.1 No such user', 'permanent'],
    ['failed', '4.4.1', '450 try again', 'temporary'],
    ['delayed', '4.4.1', '450 try again', 'delayed'],
    ['delivered', '2.0.0', '250 ok', 'delivered'],
  ])('%s %s', (action, status, code, severity) => {
    expect(report(action, status, code)).toEqual({ kind: 'bounce', severity, status, reason: code, addresses: [{ address: 'ivan@cafe.example', severity, status, reason: code }], originalIds: ['<t1042.7.x@jupiter.example>'] })
  })
})

const notice = (sender: string, subject: string, ...body: string[]) => kind(`From: ${sender}`, `Subject: ${subject}`, 'To: help@jupiter.example', 'Content-Type: text/plain; charset=utf-8', '', ...body)

describe('notices that are nothing but text', () => {
  test.each([
    ['Exim', notice('Mail Delivery System <Mailer-Daemon@mx.example>', 'Mail delivery failed: returning message to sender', 'This message was created automatically by mail delivery software.', 'A message that you sent could not be delivered to one or more of its recipients.', '', '  ivan@cafe.example', '    host mx.cafe.example [192.0.2.1]: 550 5.1.1 <ivan@cafe.example>: user unknown', '', '------ This is a copy of the message, including all the headers. ------', 'Message-ID: <1@jupiter.example>'), 'permanent', '5.1.1'],
    ['qmail', notice('MAILER-DAEMON@mx.example', 'failure notice', 'Hi. This is the qmail-send program at mx.example.', "I'm afraid I wasn't able to deliver your message to the following addresses.", '', '<ivan@cafe.example>:', '192.0.2.1 does not like recipient.', 'Remote host said: 550 no mailbox', '', '--- Below this line is a copy of the message.', '', 'Message-ID: <1@jupiter.example>'), 'permanent', ''],
    ['Postfix, still trying', notice('MAILER-DAEMON@mx.example', 'Delayed Mail (still being retried)', 'Your message could not be delivered for more than 4 hours. It will be retried until it is 5 days old.', '', '<ivan@cafe.example>: connect to mx.cafe.example[192.0.2.1]:25: Connection timed out'), 'delayed', ''],
    ['Sendmail', notice('Mail Delivery Subsystem <MAILER-DAEMON@mx.example>', 'Returned mail: see transcript for details', '   ----- The following addresses had permanent fatal errors -----', '<ivan@cafe.example>', '', '   ----- Transcript of session follows -----', '554 5.0.0 Service unavailable'), 'permanent', '5.0.0'],
    ['mail.ru', notice('mailer-daemon@corp.mail.ru', 'Mail failure.', 'This message was created automatically by mail delivery software.', 'A message that you sent could not be delivered to the following recipients:', '', 'ivan@cafe.example: mailbox is full', 'SMTP error: 552 5.2.2 quota exceeded'), 'permanent', '5.2.2'],
    ['Yandex', notice('mailer-daemon@yandex.ru', 'Недоставленное сообщение', 'Это письмо отправлено почтовым сервером yandex.ru.', 'К сожалению, мы вынуждены сообщить Вам о том, что Ваше письмо не может быть отправлено одному или нескольким адресатам.', '', '<ivan@cafe.example>: host mx.cafe.example said: 550 5.7.1 No such user!'), 'permanent', '5.7.1'],
    ['Exchange in Russian', notice('Администратор <postmaster@cafe.example>', 'Не удалось доставить: Касса', 'Не удалось выполнить доставку следующим получателям или группам:', '', 'ivan@cafe.example', 'Почтовый ящик получателя переполнен.', '#550 5.2.2 STOREDRV.Deliver: mailbox full##'), 'permanent', '5.2.2'],
    ['Gmail in Russian', notice('Mail Delivery Subsystem <mailer-daemon@googlemail.example>', 'Delivery Status Notification (Failure)', '** Адрес не найден **', '', 'Ваше письмо не доставлено по адресу ivan@cafe.example, поскольку он не найден или не принимает входящую почту.', '', '550 5.1.1 The email account that you tried to reach does not exist.'), 'permanent', '5.1.1'],
    ['Gmail in Russian, still trying', notice('Mail Delivery Subsystem <mailer-daemon@googlemail.example>', 'Delivery Status Notification (Delay)', '** Доставка задерживается **', 'Ваше письмо по адресу ivan@cafe.example пока не доставлено. Gmail продолжит попытки в течение 46 ч.'), 'delayed', ''],
    ['a Russian server, still trying', notice('MAILER-DAEMON@mx.example', 'Доставка отложена', 'Сообщение для ivan@cafe.example пока не доставлено, попытки продолжаются. 451 4.7.1 Greylisted'), 'delayed', '4.7.1'],
    ['a Russian server', notice('MAILER-DAEMON@mx.example', 'Ошибка доставки сообщения', 'Сообщение не может быть доставлено: ivan@cafe.example', '550 Mailbox is unavailable'), 'permanent', ''],
  ])('%s', (_, found, severity, status) => {
    expect(found).toMatchObject({ kind: 'bounce', severity, status, addresses: [{ address: 'ivan@cafe.example' }] })
  })
  test('a server that names nobody', () => {
    expect(notice('postmaster@mx.example', 'Undeliverable mail', 'Your message was not delivered.', '550 rejected')).toMatchObject({ kind: 'bounce', severity: 'permanent', addresses: [{ address: '' }] })
  })
  test.each([
    ['a customer who forwards one', notice('ivan@cafe.example', 'Fwd: Mail delivery failed', 'Смотрите, что приходит:', 'A message that you sent could not be delivered to one or more of its recipients. 550 5.1.1 user unknown')],
    ['a customer who tells of one', notice('ivan@cafe.example', 'Письмо не доставлено', 'Мы отправили вам письмо, пришло «550 5.1.1 user unknown». Что делать?')],
    ['a shop that speaks of its delivery', notice('noreply@shop.example', 'Доставка задерживается', 'Ваш заказ пока не доставлен, попытки доставки продолжаются.')],
    ['a customer who quotes an error', notice('ivan@cafe.example', 'Ошибка на кассе', 'Касса пишет: error 550, mailbox unavailable. Message could not be sent.')],
  ])('%s writes a letter', (_, found) => {
    expect(found.kind).toBe('message')
  })
})

test('RFC 5965: a complaint names the address and the letter', () => {
  expect(kind('From: fbl@mail.example', 'Subject: FBL', 'Content-Type: multipart/report; report-type=feedback-report; boundary=b', '', '--b', '', 'Complaint.', '--b', 'Content-Type: message/feedback-report', '', 'Feedback-Type: abuse', 'Original-Rcpt-To: <ivan@cafe.example>', '', '--b', 'Content-Type: message/rfc822', '', 'Message-ID: <1@jupiter.example>', '', 'x', '--b--')).toEqual({ kind: 'complaint', type: 'abuse', address: 'ivan@cafe.example', messageId: '<1@jupiter.example>' })
})
