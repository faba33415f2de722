import { describe, expect, test } from 'vitest'
import { readBody } from '../body.ts'

/** Fresh text, signature and history of a plain text. */
const ofText = (text: string, subject: string | null = 'Re: Касса') => readBody([{ text, html: null }], subject)
const ofHtml = (html: string, subject: string | null = 'Re: Касса') => readBody([{ text: null, html }], subject)
const lines = (...all: string[]) => all.join('\n')

describe('issue 4: the header of a quote takes the rest with it', () => {
  test.each([
    ['Gmail', 'пт, 26 сент. 2026 г. в 10:00, Служба поддержки <help@jupiter.example>:'],
    ['Gmail, wrapped', lines('пт, 26 сент. 2026 г. в 10:00, Служба поддержки пользователей', '<help@jupiter.example>:')],
    ['Gmail before 2020', lines('26 сентября 2026 г., 10:00 пользователь Служба поддержки <', 'help@jupiter.example> написал:')],
    ['mail.ru', 'Пятница, 26 сентября 2026, 10:00 +03:00 от Служба поддержки <help@jupiter.example>:'],
    ['mail.ru for telephones', 'пятница, 26 сентября 2026 г., 10:00 +0300 от help@jupiter.example :'],
    ['mail.ru, English date', 'Fri, 26 Sep 2026 10:00:51 +0300 от Служба поддержки <help@jupiter.example>:'],
    ['Yandex', '26.09.2026, 10:00, "Служба поддержки" <help@jupiter.example>:'],
    ['Yandex, newer', '26.09.2026, 10:00, Служба поддержки (help@jupiter.example):'],
    ['Yandex, with seconds and a verb', '26.09.2026, 10:00:12, Служба поддержки (help@jupiter.example) написал:'],
    ['Thunderbird', '26.09.2026 10:00, Служба поддержки пишет:'],
    ['Thunderbird, without a time', '26.09.2026, Служба поддержки пишет:'],
    ['Apple', '26 сент. 2026 г., в 10:00, Служба поддержки <help@jupiter.example> написал(а):'],
    ['Outlook for Mac', '26/09/2026, 10:00 пользователь "Служба поддержки" <help@jupiter.example> написал:'],
    ['The Bat!', 'Вы писали 26 сентября 2026 г., 10:00:11:'],
    ['Yandex, without a colon', '26.09.26, 10:00, "Служба поддержки" <help@jupiter.example>'],
    ['KMail', 'В письме от 26 сентября 2026 10:00:00 пользователь Служба Поддержки написал:'],
    ['Evolution', 'В Сб, 26/09/2026 в 10:00 +0300, Служба Поддержки пишет:'],
    ['Horde', 'Цитирую Служба поддержки <help@jupiter.example>:'],
    ['a language we do not know', 'Сб, 26 верас. 2026 г. у 10:00 Служба <help@jupiter.example> піша:'],
    ['Roundcube', 'Служба Поддержки писал 2026-09-26 10:00:'],
    ['Roundcube, with an address', 'Служба поддержки <help@jupiter.example> писал(а) 2026-09-26 10:00:'],
    ['eM Client', '------ Исходное сообщение ------'],
    ['Outlook Express', '----- Исходное сообщение -----'],
    ['Apple, without an address', '26 сентября 2026 г., в 10:00, Служба поддержки написал(а):'],
    ['Apple, a name that ends in a point', lines('26 сентября 2026 г., в 10:00, Иванов И.', '<help@jupiter.example> написал(а):')],
    ['Thunderbird, a long date', '26 сентября 2026 г. 10:00, Служба поддержки пишет:'],
    ['Thunderbird, English words around a Russian name', 'On 26.09.2026 10:00, Служба поддержки wrote:'],
    ['Roundcube, small words in a name', 'Служба поддержки писал(а) 2026-09-26 10:00:'],
    ['Roundcube, English', 'On 2026-09-26 10:00, Служба поддержки wrote:'],
    ['KMail, small words in a name', 'В письме от 26.09.2026 10:00 пользователь Служба поддержки написал:'],
    ['Evolution, small words in a name', 'В Пт, 26.09.2026 в 10:00 +0300, Служба поддержки пишет:'],
    ['Horde, a name with a point', 'Цитирую Иванов И. <help@jupiter.example>:'],
    ['Zimbra', lines('От: "Служба поддержки" <help@jupiter.example>', 'Кому: "cafe" <cafe@cafe.example>', 'Отправленные: Суббота, 26 Сентябрь 2026 г 10:00:00', 'Тема: Касса')],
    ['Spark', '26 сент. 2026 г., 10:00 +0300, Служба поддержки <help@jupiter.example>, писал:'],
    ['K-9', '-------- Исходное сообщение --------'],
    ['Samsung', '-------- Исходное сообщение --------\nОт: help@jupiter.example\nДата: 26.09.2026 10:00 (GMT+03:00)\nКому: cafe@cafe.example\nТема: Re: Касса'],
    ['Outlook', lines('От: Служба поддержки <help@jupiter.example>', 'Отправлено: пятница, 26 сентября 2026 г. 10:00', 'Кому: cafe@cafe.example', 'Тема: Касса')],
    ['Outlook, thick labels', lines('*От:* Служба поддержки <help@jupiter.example>', '*Отправлено:* пятница, 26 сентября 2026 г. 10:00', '*Кому:* cafe@cafe.example', '*Тема:* Касса')],
    ['Outlook, older', lines('From: Служба поддержки [mailto:help@jupiter.example]', 'Sent: Friday, September 26, 2026 10:00 AM', 'To: cafe@cafe.example', 'Subject: Касса')],
    ['Outlook for the web', lines('________________________________', 'От: Служба поддержки <help@jupiter.example>', 'Отправлено: 26 сентября 2026 г. 10:00:00', 'Кому: cafe@cafe.example', 'Тема: Касса')],
    ['Outlook, a long list of people', lines('От: Служба поддержки <help@jupiter.example>', 'Отправлено: 26 сентября 2026 г. 10:00:00', 'Кому: cafe@cafe.example; bar@cafe.example;', ' pub@cafe.example', 'Копия: boss@cafe.example', 'Тема: Касса')],
    ['mail.ru, forwarded by hand', lines('От кого: Служба поддержки <help@jupiter.example>', 'Кому: cafe@cafe.example', 'Дата: Пятница, 26 сентября 2026, 10:00 +03:00', 'Тема: Касса')],
    ['our own line', '##- Пожалуйста, пишите ответ выше этой строки -##'],
    ['Ukrainian Gmail', 'пт, 26 вер. 2026 р. о 10:00 Служба підтримки <help@jupiter.example> пише:'],
    ['Ukrainian Outlook', lines('Від: Служба <help@jupiter.example>', 'Надіслано: 26 вересня 2026 р. 10:00', 'Кому: cafe@cafe.example', 'Тема: Каса')],
    ['English Gmail', 'On Sat, Sep 26, 2026 at 10:00 AM Support <help@jupiter.example> wrote:'],
    ['English Apple', 'On 26 Sep 2026, at 10:00, Support <help@jupiter.example> wrote:'],
    ['English Thunderbird', 'On 9/26/26 10:00 AM, Support wrote:'],
    ['English, no colon', 'On Sat, 26 Sep 2026 10:00:43 +0300 Support <help@jupiter.example> wrote'],
    ['Zoho', '---- On Sat, 26 Sep 2026 10:00:50 +0300 help@jupiter.example wrote ----'],
    ['Lotus Notes', lines('From: Support/Jupiter', 'To: cafe@cafe.example', 'Date: 26.09.2026 10:00', 'Subject: Касса')],
    ['German', 'Am 26.09.2026 um 10:00 schrieb Support <help@jupiter.example>:'],
    ['German Gmail', 'Support <help@jupiter.example> schrieb am Sa., 26. Sept. 2026, 10:00:'],
    ['German Outlook', lines('Von: Support <help@jupiter.example>', 'Gesendet: Samstag, 26. September 2026 10:00', 'An: cafe@cafe.example', 'Betreff: Kasse')],
    ['French', 'Le sam. 26 sept. 2026 à 10:00, Support <help@jupiter.example> a écrit :'],
    ['French Outlook', lines('De : Support <help@jupiter.example>', 'Envoyé : samedi 26 septembre 2026 10:00', 'À : cafe@cafe.example', 'Objet : Caisse')],
    ['Spanish', 'El sáb, 26 sept 2026 a las 10:00, Support (<help@jupiter.example>) escribió:'],
    ['Italian', 'Il giorno sab 26 set 2026 alle ore 10:00 Support <help@jupiter.example> ha scritto:'],
    ['Portuguese', 'Em sáb., 26 de set. de 2026 às 10:00, Support <help@jupiter.example> escreveu:'],
    ['Polish', 'sob., 26 wrz 2026 o 10:00 Support <help@jupiter.example> napisał(a):'],
    ['Czech', 'so 26. 9. 2026 v 10:00 odesílatel Support <help@jupiter.example> napsal:'],
    ['Dutch', 'Op za 26 sep 2026 om 10:00 schreef Support <help@jupiter.example>:'],
    ['Dutch Apple', 'Op 26 sep. 2026, om 10:00 heeft Support <help@jupiter.example> het volgende geschreven:'],
    ['Swedish', 'Den lör 26 sep. 2026 kl 10:00 skrev Support <help@jupiter.example>:'],
    ['Norwegian', 'lør. 26. sep. 2026 kl. 10:00 skrev Support <help@jupiter.example>:'],
    ['Danish', 'Den lør. 26. sep. 2026 kl. 10.00 skrev Support <help@jupiter.example>:'],
    ['Finnish', 'la 26. syysk. 2026 klo 10.00 Support (help@jupiter.example) kirjoitti:'],
    ['Hungarian', 'Support <help@jupiter.example> ezt írta (időpont: 2026. szept. 26., Szo, 10:00):'],
    ['Turkish', 'Support <help@jupiter.example>, 26 Eyl 2026 Cmt, 10:00 tarihinde şunu yazdı:'],
    ['Romanian', 'În sâm., 26 sept. 2026 la 10:00, Support <help@jupiter.example> a scris:'],
    ['Bulgarian', 'На сб, 26.09.2026 г. в 10:00 Support <help@jupiter.example> написа:'],
    ['Greek', 'Στις Σάβ 26 Σεπ 2026 στις 10:00 π.μ., ο χρήστης Support <help@jupiter.example> έγραψε:'],
    ['Japanese', '2026年9月26日(土) 10:00 Support <help@jupiter.example>:'],
    ['Chinese', 'Support <help@jupiter.example> 于2026年9月26日周六 10:00写道：'],
    ['Chinese QQ', '------------------ 原始邮件 ------------------'],
    ['Korean', '2026년 9월 26일 (토) 오전 10:00, Support <help@jupiter.example>님이 작성:'],
    ['Vietnamese', 'Vào Th 7, 26 thg 9, 2026 vào lúc 10:00 Support <help@jupiter.example> đã viết:'],
    ['Indonesian', 'Pada tanggal Sab, 26 Sep 2026 pukul 10.00 Support <help@jupiter.example> menulis:'],
  ])('%s', (_, header) => {
    const { fresh } = ofText(lines('Чек так и не вышел.', '', header, '', 'Здравствуйте! Проверьте кабель принтера.', 'Мы ждём ответа.'))
    expect(fresh.text).toBe('Чек так и не вышел.')
    expect(fresh.history).toContain('Проверьте кабель')
    const marked = ofText(lines('Чек так и не вышел.', header, '> Здравствуйте!', '> Проверьте кабель принтера.', '', 'А кабель цел.'))
    expect(marked.fresh.text).toBe('Чек так и не вышел.\n\nА кабель цел.')
  })
})

describe('issue 4: what a customer wrote himself stays', () => {
  test.each([
    ['his own list', lines('Не работает:', '  - касса 1', '  - касса 2', '    - принтер', 'Что делать?')],
    ['a list of fields', lines('Дата: сегодня', 'Касса: 2', 'Кому: бухгалтерии')],
    ['a story with a time', lines('26.09 в 10:00 кассир нам написал:', 'ничего не печатает', 'после этого мы перезагрузили кассу.')],
    ['a story about a letter', lines('Мы вам писали 26.09.2026 в 10:00:', 'касса не печатает.')],
    ['a story on a day', lines('On this day', 'I wrote something', 'which was interesting.')],
    ['a sum that is larger', lines('Сумма чека', '> 100 рублей <', 'не проходит')],
    ['a link between brackets', lines('Смотрите', '>>> https://example.com/a <<<', 'и ответьте')],
    ['code', lines('Пишет:', '```', '> error', '--', '# конец', '```', 'Что это?')],
    ['a rule of his own', lines('Первое', '----', 'Второе', '====', 'Третье')],
    ['a time at the end of a line', 'Позвоните в 10:00'],
    ['a question with a colon', lines('Вопрос от Ивана Петрова:', 'когда приедет инженер?')],
    ['a sentence with an address and a verb', lines('Он просил ответить на cafe@cafe.example, вот что он пишет:', 'касса не печатает')],
    ['words with an address and a colon', lines('Прошу выслать на адрес cafe@cafe.example следующее:', 'акт и счёт')],
  ])('%s', (_, text) => {
    expect(ofText(text).fresh).toEqual({ text, signature: '', history: '' })
  })

  test.each([
    ['a moment and who spoke', lines('26.09.2026 в 10:00, кассир нам написала:', 'не печатает чек')],
    ['a colleague who writes', lines('Наш бухгалтер написал 26.09.2026 в 10:00:', 'нет выгрузки')],
    ['an error with its moment', lines('Ошибка от 26.09.2026 10:00:', 'Connection refused')],
    ['labels of his own', lines('От: кассы 2', 'Кому: на кухню', 'заказы не доходят')],
    ['a table of shifts', lines('26.09.2026, 10:00 Иванов <касса 1>', '27.09.2026, 10:00 Петров <касса 2>')],
    ['regards in a sentence', lines('С уважением к вашей работе, но касса опять не печатает.', 'Когда приедете?')],
    ['what was sent from a till', lines('Отправлено с кассы 2 в ОФД: 0 чеков.', 'Получено: 15.')],
    ['rules between parts', lines('Здравствуйте!', '', '---', '', 'Касса не работает.', '', '---', '', 'Ждём.')],
  ])('%s, also in an answer', (_, text) => {
    expect(ofText(text).fresh).toEqual({ text, signature: '', history: '' })
  })

  test.each([
    ['what a till writes', lines('Касса пишет 26.09.2026 10:00:', 'Смена превысила 24 часа')],
    ['what a terminal writes', lines('Терминал 26.09.2026 10:00, Сбербанк пишет:', 'нет связи с банком')],
    ['a log', lines('Лог:', '26.09.2026 10:00:12 INFO start', '26.09.2026 10:00:13 ERROR wrote:', 'fail')],
    ['marked lines', lines('Сделали так:', '> перезагрузка', '> обновление', 'не помогло')],
  ])('%s, in a letter that answers nothing', (_, text) => {
    expect(readBody([{ text, html: null }], 'Касса', undefined, false).fresh).toEqual({ text, signature: '', history: '' })
  })

  test('answers between the lines of a quote', () => {
    const { fresh } = ofText(lines('Отвечаю ниже.', '26.09.2026, 10:00, "Поддержка" <help@jupiter.example>:', '> Какая касса?', 'Вторая.', '> Какая версия?', 'Пятая.', '> С уважением,', '> Поддержка'))
    expect(fresh.text).toBe(lines('Отвечаю ниже.', 'Вторая.', 'Пятая.'))
    expect(fresh.history).toContain('Какая версия?')
  })

  test.each([
    ['an address', 'Пишите на cafe@cafe.example', 'On 26 Sep 2026 at 10:00, Support wrote:'],
    ['a moment', 'Сломалось вчера, 26.09.2026 10:00.', 'Support <help@jupiter.example> wrote:'],
  ])('%s in the last line above a header stays', (_, own, header) => {
    expect(ofText(lines(own, header, '> Здравствуйте!')).fresh.text).toBe(own)
  })

  test('text below the quote', () => {
    const { fresh } = ofText(lines('26.09.2026 10:00, Поддержка пишет:', '> Какая касса?', '>', '> Какая версия?', '', 'Касса вторая, версия пятая.'))
    expect(fresh.text).toBe('Касса вторая, версия пятая.')
  })

  test('nothing above an unmarked quote: what lies below its header is shown', () => {
    const { fresh } = ofText(lines('От: Поддержка <help@jupiter.example>', 'Отправлено: 26 сентября 2026 г. 10:00', 'Кому: cafe@cafe.example', 'Тема: Касса', '', 'Касса вторая.'))
    expect(fresh.text).toBe('Касса вторая.')
  })

  test('a line that grew too long in a quote is no answer', () => {
    const { fresh } = ofText(lines('Да.', 'On Sat, Sep 26, 2026 at 10:00 AM Support <help@jupiter.example> wrote:', '> Please look whether the cable of the printer is plugged in and', 'whether its lamp is green.', '> Thank you'))
    expect(fresh.text).toBe('Да.')
  })
})

describe('issue 4: signatures stand apart', () => {
  test.each([
    ['two dashes', lines('Касса молчит.', '', '-- ', 'Иван Иванов', 'кафе «Ромашка»'), 'Иван Иванов\nкафе «Ромашка»'],
    ['closing words', lines('Касса молчит.', '', 'С уважением,', 'Иван Иванов', '+7 999 123-45-67'), 'С уважением,\nИван Иванов\n+7 999 123-45-67'],
    ['a telephone', lines('Касса молчит.', '', 'Отправлено с iPhone'), 'Отправлено с iPhone'],
    ['mail.ru for telephones', lines('Касса молчит.', '--', 'Отправлено из Mail для Android'), 'Отправлено из Mail для Android'],
    ['Outlook for telephones', lines('Касса молчит.', '', 'Получить Outlook для iOS'), 'Получить Outlook для iOS'],
    ['closing words and a name in one line', lines('Касса молчит.', '', 'С уважением, Иван Петров'), 'С уважением, Иван Петров'],
    ['a line drawn above it', lines('Касса молчит.', '', '----------', 'С уважением, кафе «Ромашка»', '+7 999 123-45-67'), '----------\nС уважением, кафе «Ромашка»\n+7 999 123-45-67'],
  ])('%s', (_, text, signature) => {
    expect(ofText(text).fresh).toMatchObject({ text: 'Касса молчит.', signature })
  })
  test('thanks at the end of a letter are part of it', () => {
    expect(ofText('Касса молчит.\n\nСпасибо!').fresh).toMatchObject({ text: 'Касса молчит.\n\nСпасибо!', signature: '' })
  })
  test('a letter that is nothing but a signature says what it says', () => {
    expect(ofText('С уважением,\nИван').fresh.text).toBe('С уважением,\nИван')
  })
})

const quote = '<div>Какая касса?</div><div>Поддержка</div>'

describe('issue 4: marks of mail programs in HTML', () => {
  test.each([
    ['Gmail', `<div dir="ltr">Вторая.</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">сб, 26 сент. 2026 г. в 10:00, Поддержка &lt;<a href="mailto:h@j.example">h@j.example</a>&gt;:<br></div><blockquote class="gmail_quote" style="margin:0 0 0 .8ex;border-left:1px #ccc solid">${quote}</blockquote></div>`],
    ['Gmail in a language we do not know', `<div>Вторая.</div><div class="gmail_quote">შაბ, 26 სექ, Support:<br><blockquote>${quote}</blockquote></div>`],
    ['mail.ru', `<HTML><BODY><p>Вторая.</p><br>Суббота, 26 сентября 2026, 10:00 +03:00 от Поддержка &lt;h@j.example&gt;:<br><blockquote style="border-left:1px solid #0857A6; margin:10px"><div class="js-helper js-readmsg-msg">${quote}</div></blockquote></BODY></HTML>`],
    ['mail.ru, newer', `<div>Вторая.</div><div>&nbsp;</div><div data-signature-widget="container"><div data-signature-widget="content"><div>--<br>Иван</div></div></div><blockquote style="border-left:1px solid #0857A6"><div>Суббота, 26 сентября 2026, 10:00 +03:00 от Поддержка &lt;h@j.example&gt;:</div>${quote}</blockquote>`],
    ['Yandex', `<div>Вторая.</div><div> </div><div>26.09.2026, 10:00, "Поддержка" &lt;h@j.example&gt;:</div><blockquote>${quote}</blockquote><div> </div>`],
    ['Outlook for the web', `<div>Вторая.</div><div id="appendonsend"></div><hr style="display:inline-block;width:98%" tabindex="-1"><div id="divRplyFwdMsg" dir="ltr"><b>От:</b> Поддержка<br><b>Отправлено:</b> вчера</div>${quote}`],
    ['Outlook rewritten by another Outlook', `<div>Вторая.</div><div id="x_divRplyFwdMsg" dir="ltr"><b>Frå:</b> Поддержка</div>${quote}`],
    ['Outlook', `<div class="WordSection1"><p class="MsoNormal">Вторая.<o:p></o:p></p><div style="border:none;border-top:solid #E1E1E1 1.0pt"><p class="MsoNormal"><b>From:</b> Поддержка &lt;h@j.example&gt;<br><b>Sent:</b> Saturday, September 26, 2026 10:00 AM<br><b>To:</b> a@b.example<br><b>Subject:</b> Касса</p></div>${quote}</div>`],
    ['Apple', `<div>Вторая.</div><div><blockquote type="cite"><div>26 сент. 2026 г., в 10:00, Поддержка &lt;h@j.example&gt; написал(а):</div>${quote}</blockquote></div>`],
    ['Thunderbird', `<p>Вторая.</p><div class="moz-cite-prefix">26.09.2026 10:00, Поддержка пишет:<br></div><blockquote type="cite" cite="mid:1@2">${quote}</blockquote>`],
    ['Yahoo', `<div>Вторая.</div><div id="ydp1yahoo_quoted_1" class="yahoo_quoted"><div>суббота, 26 сентября 2026 г., Поддержка:</div>${quote}</div>`],
    ['Proton', `<div>Вторая.</div><div class="protonmail_quote">------- Original Message -------<br>${quote}</div>`],
    ['Windows Mail', `<div>Вторая.</div><div style="border-top: 1px solid"><b>От:</b>&nbsp;<a href="mailto:h@j.example">Поддержка</a><br><b>Отправлено:</b>&nbsp;‎суббота‎, ‎26‎ ‎сентября‎ ‎2026‎ ‎г.<br><b>Кому:</b>&nbsp;Иван</div>${quote}`],
  ])('%s', (_, html) => {
    const { fresh } = ofHtml(html)
    expect(fresh.text).toBe('Вторая.')
    expect(fresh.history).toContain('Какая касса?')
  })

  test.each([
    ['a list in a block quote', '<div>Не работает:</div><blockquote style="margin:0 0 0 40px;border:none;padding:0px"><ul><li>касса 1</li><li>касса 2</li></ul></blockquote><div>Что делать?</div>', 'Не работает:\n\n- касса 1\n- касса 2\nЧто делать?'],
    ['Gmail, indented by hand', '<div>Не работает:</div><blockquote class="gmail_quote" style="margin:0 0 0 40px;border:none;padding:0px"><div>касса 1</div></blockquote>', 'Не работает:\n\nкасса 1'],
    ['a table', '<table><tr><td>касса</td><td>1</td></tr><tr><td>принтер</td><td>нет</td></tr></table>', 'касса 1\nпринтер нет'],
  ])('%s stays', (_, html, text) => {
    expect(ofHtml(html).fresh).toMatchObject({ text, history: '' })
  })

  test('answers between quotes in Gmail stay', () => {
    const { fresh } = ofHtml('<div class="gmail_quote"><div class="gmail_attr">On Sat, Sep 26, 2026 at 10:00 AM S &lt;h@j.example&gt; wrote:</div><blockquote class="gmail_quote" style="border-left:1px solid">Какая касса?</blockquote><div>Вторая.</div><blockquote class="gmail_quote" style="border-left:1px solid">Версия?</blockquote><div>Пятая.</div></div>')
    expect(fresh.text).toBe('Вторая.\n\nПятая.')
  })

  test('Spark marks by names of another kind', () => {
    expect(ofHtml('<div name="messageBodySection">Вторая.</div><div name="messageSignatureSection">Иван</div><div name="messageReplySection">Вчера писал:<br><blockquote>Какая касса?</blockquote></div>').fresh).toMatchObject({ text: 'Вторая.', signature: 'Иван' })
  })

  test('the signature of Gmail', () => {
    expect(ofHtml('<div>Вторая.</div><div class="gmail_signature">Иван<br>кафе</div>').fresh).toMatchObject({ text: 'Вторая.', signature: 'Иван\nкафе' })
  })
})

describe('issue 4: forwards', () => {
  const block = lines('От: Банк <bank@bank.example>', 'Дата: 26.09.2026 10:00', 'Кому: cafe@cafe.example', 'Тема: Терминал')
  test.each([
    ['mail.ru', '-------- Пересылаемое сообщение --------', null],
    ['Yandex', '-------- Пересылаемое сообщение --------', 'Fwd: Терминал'],
    ['Yandex, older', '-------- Завершение пересылаемого сообщения --------', 'Fwd: Терминал'],
    ['Gmail', '---------- Forwarded message ---------', 'Fwd: Терминал'],
    ['Thunderbird', '-------- Перенаправленное сообщение --------', 'Fwd: Терминал'],
    ['Apple', 'Начало переадресованного сообщения:', 'Fwd: Терминал'],
    ['Outlook', '________________________________', 'FW: Терминал'],
    ['Outlook without a line', '', 'Пересл: Терминал'],
  ])('%s: the letter inside is named and its text is to be read', (_, head, subject) => {
    const { forward, fresh } = ofText(lines('Посмотрите, пожалуйста.', '', head, block, '', 'Терминал заменят завтра.'), subject)
    expect(forward).toMatchObject({ fromAddress: 'bank@bank.example', fromName: 'Банк', subject: 'Терминал' })
    expect(fresh.text).toContain('Посмотрите, пожалуйста.')
    expect(fresh.text).toContain('Терминал заменят завтра.')
  })
  test.each([
    ['quoted', lines('26.09.2026, 10:00, "Банк" <bank@bank.example>:', '')],
    ['plain', '26.09.2026, 10:00, Банк (bank@bank.example):'],
    ['with labels above', lines('Кому: cafe@cafe.example;', 'Тема: Терминал;', '26.09.2026, 10:00, "Банк" <bank@bank.example>:', '')],
  ])('Yandex names the sender in one line below the dashes, %s', (_, head) => {
    const { forward, fresh } = ofText(lines('Посмотрите, пожалуйста.', '', '-------- Пересылаемое сообщение --------', head, 'Терминал заменят завтра.', '-------- Конец пересылаемого сообщения --------'), 'Fwd: Терминал')
    expect(forward).toEqual({ fromAddress: 'bank@bank.example', fromName: 'Банк', subject: 'Терминал' })
    expect(fresh.text).toContain('Терминал заменят завтра.')
  })
  test('Gmail, in HTML', () => {
    const { forward, fresh } = ofHtml('<div>Посмотрите.</div><div class="gmail_quote"><div class="gmail_attr">---------- Forwarded message ---------<br>От: <b>Банк</b> &lt;<a href="mailto:bank@bank.example">bank@bank.example</a>&gt;<br>Date: сб, 26 сент. 2026 г. в 10:00<br>Subject: Терминал<br>To:  &lt;cafe@cafe.example&gt;<br></div><br><div>Терминал заменят завтра.</div></div>', 'Fwd: Терминал')
    expect(forward).toEqual({ fromAddress: 'bank@bank.example', fromName: 'Банк', subject: 'Терминал' })
    expect(fresh.text).toMatch(/^Посмотрите[^]*Терминал заменят завтра\.$/)
  })
  test('what is quoted inside a forward is history', () => {
    const { fresh } = ofText(lines('---------- Forwarded message ---------', block, '', 'Да.', '', 'On Sat, Sep 26, 2026 at 9:00 AM X <x@y.example> wrote:', '> Можно завтра?'), 'Fwd: Терминал')
    expect(fresh.text).toContain('Да.')
    expect(fresh.text).not.toContain('Можно завтра?')
  })
  test('a word of the sender above a header block stays his', () => {
    expect(ofText(lines('Смотрите:', '', block, '', 'Можно завтра?'), 'Re: Терминал').fresh.text).toBe('Смотрите:')
  })
  test('an answer with a header block is no forward', () => {
    expect(ofText(lines('Да.', '', block, '', 'Можно завтра?'), 'Re: Терминал').forward).toBeNull()
  })
  test('Yahoo writes the block in one line', () => {
    expect(ofText(lines('----- Пересылаемое сообщение ----- От: Банк <bank@bank.example>Кому: "cafe@cafe.example" <cafe@cafe.example>Отправлено: суббота, 26 сентября 2026 г., 09:26:50 GMT+3Тема: Терминал', 'Текст.'), null).forward).toMatchObject({ fromAddress: 'bank@bank.example', subject: 'Терминал' })
  })
})
