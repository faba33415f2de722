import { limits } from '../channels/portal/limits.ts'
import { escapeHtml } from '../regulation/page.ts'
import { sumOf, type FieldErrors, type Fields } from './fields.ts'
import { framed, productOf, put, waysOn, type Frame } from './frame.ts'

const mebibyte = 1024 * 1024

export type FormView = Frame & {
  challenge: { key: string; proof: string }
  /** The point that the link carried; null: he names it. */
  point: { token: string; name: string } | null
  facts: readonly { id: string; label: string }[]
  values: Fields
  wrong: FieldErrors
}

/** The public form: one page, phone first, whole without a script. Errors stand in words beside their fields, what was typed stays. Pure. */
export function formPage(view: FormView): string {
  const { words, language, values, wrong, point, challenge } = view
  const { new: say, errors } = words
  const value = (name: string): string => escapeHtml(values[name] ?? '')
  const sum = sumOf(challenge.key)
  const isWrong = Object.keys(wrong).length > 0
  /** Hint and error of a field, and what ties them to it. */
  const about = (name: keyof FieldErrors, hint = '') => ({
    ties: `aria-describedby="${name}-hint ${name}-error"${wrong[name] === undefined ? '' : ' aria-invalid="true"'}`,
    hint: `<span class="hint" id="${name}-hint">${put(hint, language)}</span>`,
    error: `<span class="error" id="${name}-error" data-error="${name}">${wrong[name] === undefined ? '' : put(wrong[name], language)}</span>`,
  })
  const optional = ` <span class="optional">${put(say.optional, language)}</span>`
  const [text, phone, name, place, files, question] = [
    about('text', say.textHint), about('phone', say.phoneHint), about('name'), about('place', say.pointHint), about('files', say.filesHint(limits.files, limits.fileBytes / mebibyte)), about('question'),
  ]
  const main = `<header>
<p class="langs"><a href="${point === null ? '/new' : `/n/${escapeHtml(point.token)}`}?lang=${language === 'ru' ? 'en' : 'ru'}" lang="${language === 'ru' ? 'en' : 'ru'}" hreflang="${language === 'ru' ? 'en' : 'ru'}">${escapeHtml(words.other)}</a></p>
<h1>${put(say.title(productOf(view)), language)}</h1>
<p class="lead">${put(say.lead, language)}</p>
</header>
<main>
<nav class="earlier" data-earlier hidden aria-label="${escapeHtml(say.earlier)}"><p>${put(say.earlier, language)}</p><ul></ul></nav>
<form method="post" action="/new" enctype="multipart/form-data" data-form novalidate>
<p class="error whole" role="alert" data-error="form">${wrong.form !== undefined ? put(wrong.form, language) : isWrong ? put(errors.title, language) : ''}</p>
<input type="hidden" name="key" value="${escapeHtml(challenge.key)}"><input type="hidden" name="proof" value="${escapeHtml(challenge.proof)}"><input type="hidden" name="nonce" value="">
<input type="hidden" name="language" value="${language}"><input type="hidden" name="point" value="${value('point')}">${point === null ? '' : `<input type="hidden" name="token" value="${escapeHtml(point.token)}">`}
<p class="trap" aria-hidden="true"><label>${put(say.trap, language)} <input name="website" tabindex="-1" autocomplete="off"></label></p>
${point === null
    ? `<p class="field"><label for="place">${put(say.point, language)}</label>${place.hint}<input id="place" name="place" maxlength="${limits.place}" autocomplete="off" value="${value('place')}" ${place.ties}>${place.error}<span class="found" data-found role="status" data-title="${escapeHtml(say.pointFound)}" data-none="${escapeHtml(say.pointNone)}"></span></p>`
    : `<p class="known">${put(say.pointKnown(point.name), language)} <a href="/new?lang=${language}">${put(say.pointOther, language)}</a></p>`}
<fieldset><legend>${put(say.happening, language)}</legend><span class="hint">${put(say.happeningHint, language)}</span>
${view.facts.map(fact => `<label class="choice"><input type="radio" name="happening" value="${escapeHtml(fact.id)}"${values['happening'] === fact.id ? ' checked' : ''}> <span>${put(fact.label, language)}</span></label>`).join('\n')}
</fieldset>
<p class="field"><label for="text">${put(say.text, language)}</label>${text.hint}<textarea id="text" name="text" rows="5" maxlength="${limits.text}" ${text.ties}>${value('text')}</textarea>${text.error}</p>
<p class="field"><label for="phone">${put(say.phone, language)}${optional}</label>${phone.hint}<input id="phone" name="phone" type="tel" inputmode="tel" autocomplete="tel" maxlength="${limits.phone}" value="${value('phone')}" ${phone.ties}>${phone.error}</p>
<p class="field"><label for="name">${put(say.name, language)}${optional}</label><input id="name" name="name" autocomplete="name" maxlength="${limits.name}" value="${value('name')}" ${name.ties}>${name.hint}${name.error}</p>
<p class="field needs-no-script"><label for="question">${put(say.question(sum.one, sum.other), language)}</label><input id="question" name="question" inputmode="numeric" maxlength="3" autocomplete="off" ${question.ties}>${question.hint}${question.error}</p>
<p class="field"><label for="files">${put(say.files, language)}${optional}</label>${files.hint}<input id="files" name="files" type="file" multiple data-most="${limits.files}" data-bytes="${limits.fileBytes}" data-many="${escapeHtml(errors.files(limits.files))}" data-large="${escapeHtml(errors.fileLarge('{name}', limits.fileBytes / mebibyte))}" ${files.ties}>${files.error}</p>
<p class="state" role="status" data-state></p>
<p><button type="submit">${put(say.send, language)}</button></p>
<p class="muted">${put(say.whatNext, language)}</p>
</form>
</main>`
  return framed(view, { title: say.title(productOf(view)), head: `<meta name="description" content="${escapeHtml(say.description)}">`, main, foot: waysOn(view), data: 'data-page="new"' })
}
