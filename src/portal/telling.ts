import { readPhone, sayPhone } from '../contacts/phone.ts'
import { limits } from '../channels/portal/limits.ts'
import type { Missing } from '../dialogue/form.ts'
import type { FieldErrors, Fields } from './fields.ts'
import { put } from './frame.ts'
import { escapeHtml } from '../regulation/page.ts'
import type { PortalWords } from './words.ts'

/** What is missing of R-6.1.2-5 on the ticket that a page shows, and what may be chosen from. `points`: those the person has to do with. */
export type Telling = { missing: Missing; points: readonly { id: string; name: string }[]; facts: readonly { id: string; label: string }[] }

/** What was ticked and written of it. `point`: its id; `place`: where it is in his own words. */
export type Ticked = { point: string | null; place: string; happening: string | null; phone: string | null; since: string }

const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i
const field = (fields: Fields, name: string): string => (fields[name] ?? '').replaceAll('\r\n', '\n').trim()

/** Reads what was ticked; every field may be left open, but not all of them. Pure. */
export function readTicked(fields: Fields, facts: readonly string[], { errors }: PortalWords): { ticked: Ticked; wrong: FieldErrors } {
  const [place, phone, since] = [field(fields, 'place').replace(/\s+/g, ' '), field(fields, 'phone'), field(fields, 'since')]
  const point = field(fields, 'point') || field(fields, 'looked')
  const read = phone === '' ? null : readPhone(phone)
  const ticked: Ticked = { point: uuid.test(point) ? point : null, place, happening: facts.find(id => id === fields['happening']) ?? null, phone: read?.number ?? null, since }
  const isEmpty = ticked.point === null && place === '' && ticked.happening === null && phone === '' && since === ''
  return {
    ticked,
    wrong: {
      ...(isEmpty ? { form: errors.nothing } : {}),
      ...(phone !== '' && read === null ? { phone: errors.phone } : {}),
      ...(place.length > limits.place ? { place: errors.placeLong } : {}),
      ...(since.length > limits.since ? { since: errors.textLong(limits.since) } : {}),
    },
  }
}

/** What was ticked, as the words that stand on the ticket for people to read. `point` and `happening`: their names. */
export function tickedWords({ phone, since }: Pick<Ticked, 'phone' | 'since'>, point: string | null, happening: string | null, { tell: say, new: form }: PortalWords): string {
  return [
    point === null ? '' : form.pointKnown(point), happening === null ? '' : say.happeningIs(happening), phone === null ? '' : say.phoneIs(sayPhone(phone)), since === '' ? '' : say.sinceIs(since),
  ].filter(line => line !== '').join('\n')
}

/** The questions that a chat asks one after another, as one short form that may be passed over. Pure. */
export function tellingForm({ missing, points, facts }: Telling, { words, language, address, key, values, wrong }: { words: PortalWords; language: 'ru' | 'en'; address: string; key: string; values: Fields; wrong: FieldErrors }): string {
  const { tell: say, new: form } = words
  if (!Object.values(missing).some(Boolean)) return ''
  const ties = (name: 'place' | 'phone' | 'since'): string => `aria-describedby="${name}-hint ${name}-error"${wrong[name] === undefined ? '' : ' aria-invalid="true"'}`
  const hint = (name: string, text: string): string => `<span class="hint" id="${name}-hint">${put(text, language)}</span>`
  const error = (name: 'place' | 'phone' | 'since'): string => `<span class="error" id="${name}-error" data-error="${name}">${wrong[name] === undefined ? '' : put(wrong[name], language)}</span>`
  const value = (name: string): string => escapeHtml(values[name] ?? '')
  const radio = (name: string, id: string, label: string): string => `<label class="choice"><input type="radio" name="${name}" value="${escapeHtml(id)}"${values[name] === id ? ' checked' : ''}> <span>${put(label, language)}</span></label>`
  const place = `<input type="hidden" name="looked" value=""><p class="field"><label for="place">${put(points.length === 0 ? form.point : say.otherPlace, language)}</label>${hint('place', form.pointHint)}<input id="place" name="place" maxlength="${limits.place}" autocomplete="off" value="${value('place')}" ${ties('place')}>${error('place')}<span class="found" data-found role="status" data-title="${escapeHtml(form.pointFound)}" data-none="${escapeHtml(form.pointNone)}"></span></p>`
  return `<section class="card telling" aria-labelledby="tell"><h2 id="tell">${put(say.title, language)}</h2><p class="hint">${put(say.lead, language)}</p>
<form method="post" action="${escapeHtml(address)}" enctype="multipart/form-data" data-tell novalidate>
<p class="error whole" role="alert" data-error="form">${wrong.form === undefined ? '' : put(wrong.form, language)}</p>
<input type="hidden" name="act" value="tell"><input type="hidden" name="key" value="${key}">
${missing.point ? (points.length === 0 ? place : `<fieldset><legend>${put(form.point, language)}</legend>${points.map(point => radio('point', point.id, point.name)).join('')}</fieldset>${place}`) : ''}
${missing.happening ? `<fieldset><legend>${put(form.happening, language)}</legend>${facts.map(fact => radio('happening', fact.id, fact.label)).join('')}</fieldset>` : ''}
${missing.phone ? `<p class="field"><label for="phone">${put(form.phone, language)}</label>${hint('phone', form.phoneHint)}<input id="phone" name="phone" type="tel" inputmode="tel" autocomplete="tel" maxlength="${limits.phone}" value="${value('phone')}" ${ties('phone')}>${error('phone')}</p>` : ''}
${missing.since ? `<p class="field"><label for="since">${put(say.since, language)}</label>${hint('since', say.sinceHint)}<textarea id="since" name="since" rows="2" maxlength="${limits.since}" ${ties('since')}>${value('since')}</textarea>${error('since')}</p>` : ''}
<p class="state" role="status" data-state></p>
<p><button type="submit">${put(say.send, language)}</button></p>
</form></section>`
}
