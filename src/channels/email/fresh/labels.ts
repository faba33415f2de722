/** Labels of header blocks (`От: … Отправлено: … Кому: … Тема: …`) in the languages of mail programs. */
export type Role = 'from' | 'date' | 'to' | 'cc' | 'subject' | 'reply'

const labels: Readonly<Record<Role, string>> = {
  from: 'from|от|от кого|отправитель|від|ад|von|absender|de|de la|da|van|afzender|od|odesílatel|odosielateľ|pošiljatelj|від кого|отправитель|fra|afsender|från|avsändare|lähettäjä|feladó|gönderen|kimden|saatja|šalje|expéditeur|remitente|mittente|nadawca|од|пошиљалац|от страна|απο|από|发件人|寄件者|差出人|보낸 사람|từ|dari|מאת|من',
  date: 'sent|date|отправлено|дата|дата отправки|надіслано|відправлено|dată|дата та час|gesendet|gesendet am|datum|envoyé|envoyé le|enviado|enviado em|enviado el|enviada|enviada em|fecha|data|inviato|verzonden|wysłano|wysłane|sendt|sendt den|skickat|dato|lähetetty|päivämäärä|päiväys|elküldve|dátum|küldve|gönderildi|gönderilen|tarih|odesláno|odoslané|trimis|poslano|kuupäev|saadetud|изпратено|发送时间|日期|寄件日期|送信日時|日付|보낸 날짜|날짜|ημερομηνία|στάλθηκε|תאריך|نشر',
  to: 'to|кому|получатель|an|empfänger|à|a|para|pour|aan|do|til|till|vastaanottaja|címzett|kime|alıcı|komu|către|pre|primatelj|mottagare|catre|prima|za|saaja|kellele|до|destinataire|destinatario|odbiorca|収件人|收件人|收件者|宛先|받는 사람|προς|אל|kepada',
  cc: 'cc|копия|копія|kopie|kopie (cc)|kopia|kopi|kópia|copie|copie (cc)|copia|cópia (cc)|копия (cc)|cópia|dw|másolat|bilgi|kopio|koopia|抄送|副本|참조|bcc|скрытая копия|κοιν',
  subject: 'subject|тема|тема письма|betreff|objet|sujet|asunto|assunto|oggetto|onderwerp|temat|emne|ämne|aihe|tárgy|konu|předmět|predmet|subiect|subiectul|teema|относно|主题|主旨|件名|제목|θέμα|נושא|perihal',
  reply: 'reply-to|ответить|ответить на|antwort an|répondre à|responder a|rispondi a|odpowiedz do|importance|важность|priority|organization|on behalf of',
}

const roles = new Map<string, Role>()
for (const role of Object.keys(labels) as Role[]) for (const label of labels[role].split('|')) if (!roles.has(label)) roles.set(label, role)

const labelled = /^([^\s:：][^:：]{0,24}?)\s*[:：](?!\/\/)\s*(.*)$/u

/** A line of a header block: its role and value; null for any other line. Expects a `plain` line. */
export function labelOf(line: string): { role: Role; value: string } | null {
  const found = labelled.exec(line)
  if (found === null) return null
  const role = roles.get(found[1]!.trim().toLowerCase())
  return role === undefined ? null : { role, value: found[2]!.trim() }
}

const inlineLabels = Object.values(labels).join('|').split('|').filter(label => label.length > 1).toSorted((a, b) => b.length - a.length).map(label => label[0]!.toUpperCase() + label.slice(1).replace(/[()]/g, '\\$&'))
const subjects = labels.subject.split('|').map(label => label[0]!.toUpperCase() + label.slice(1))
const inline = new RegExp(`(?<=[>\\s;\\p{L}\\d])((?:${inlineLabels.join('|')})\\s?:|(?:${subjects.join('|')}) (?=\\p{L}))`, 'gu')

/** A header block that a program wrote in one line (`От: …Кому: …Тема: …`), as the lines it should be. */
export function unrolled(line: string): string[] {
  return line.replace(inline, (label: string) => `\n${label.includes(':') ? label : `${label.trim()}: `}`).split('\n').map(each => each.trim()).filter(each => each !== '')
}
