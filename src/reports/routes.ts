/** Doors of the reports. Their permission stands in `http/register.ts`. */
import { whoOf } from '../auth/who.ts'
import type { App } from '../lib/app.ts'
import { wireInstant, wireInstantOrNull } from '../lib/wire.ts'
import { clockNames } from '../regulation/view.ts'
import { keepReports, deskZone, wordsIn, type Counted, type ReportsHouse, type Wish } from './actions.ts'
import { behindPage, behindQuery, companies, monthQuery, monthReport, reportLimits, type BehindRow, type MonthReport } from './api.ts'
import { clocksShown, type Scope } from './figures.ts'
import { monthAt } from './period.ts'
import type { ReportRow } from './row.ts'
import { sentencesOf } from './sentences.ts'
import { listCompanies } from './store.ts'
import { median, under } from './totals.ts'

const xlsx = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

const wishOf = ({ month, company }: { month: string; company: string }): Wish => ({ month, company: company === 'all' ? null : company })

export function reportRoutes(app: App, house: ReportsHouse): void {
  const reports = keepReports(house)

  app.route({
    method: 'GET', url: '/api/reports/companies', schema: { response: { 200: companies } },
    handler: async () => {
      const zone = await deskZone(house)
      return { companies: await listCompanies(house.db), current: monthAt(house.time.now(), zone), zone }
    },
  })

  app.route({
    method: 'GET', url: '/api/reports/month', schema: { querystring: monthQuery, response: { 200: monthReport } },
    handler: async request => {
      reports.forget()
      return wireReport(await reports.month(wishOf(request.query)), request.query.language ?? whoOf(request).language)
    },
  })

  app.route({
    method: 'GET', url: '/api/reports/month/tickets', schema: { querystring: behindQuery, response: { 200: behindPage } },
    handler: async request => {
      const { figure, at, after } = request.query
      const { rows, ...page } = await reports.behind(wishOf(request.query), Date.parse(at), figure, after)
      const scope = request.query.company === 'all' ? 'service' : 'company'
      return { ...page, rows: rows.map(row => wireRow(row, scope)) }
    },
  })

  app.route({
    method: 'GET', url: '/api/reports/month.xlsx', schema: { querystring: monthQuery },
    handler: async (request, reply) => {
      const { bytes, name } = await reports.book(wishOf(request.query), request.query.language ?? whoOf(request).language)
      return reply.type(xlsx).headers({ 'content-disposition': `attachment; filename="${name}"`, 'cache-control': 'private, no-store' }).send(Buffer.from(bytes))
    },
  })
}

function wireReport({ totals, at, company, outages, topic, specialists }: Counted, language: 'ru' | 'en'): MonthReport {
  const { period, figures, pauses, took } = totals
  const listed = (prefix: string) => new Set(under(totals, prefix).slice(0, reportLimits.listed).map(([id]) => `${prefix}/${id}`))
  const named = new Set([...listed('company'), ...listed('point')])
  const shown = [...figures].filter(([key]) => !/^(company|point)\//.test(key) || named.has(key))
  const namesOf = (prefix: string, nameOf: (id: string) => string | undefined) =>
    Object.fromEntries(under(totals, prefix).flatMap(([id]) => (id === 'none' || !(named.has(`${prefix}/${id}`) || prefix === 'topic' || prefix === 'specialist') ? [] : [[id, nameOf(id) ?? '']])))
  return {
    month: period.month, zone: period.zone, from: wireInstant(period.from), to: wireInstant(period.to), madeAt: wireInstant(at), company,
    sentences: sentencesOf(totals, wordsIn(language), { topic, outages: outages.length }).map(sentence => [...sentence]),
    figures: Object.fromEntries(shown.map(([key, list]) => [key, list.length])),
    pauses, usual: { triage: median(took.triage), reaction: median(took.reaction), result: median(took.result) },
    names: {
      topics: namesOf('topic', topic), companies: namesOf('company', id => totals.companies.get(id)?.name), points: namesOf('point', id => totals.points.get(id)?.name),
      specialists: namesOf('specialist', id => specialists.get(id)),
    },
    outages: outages.map(({ number, title, from, to }) => ({ number, title, from: wireInstant(from), to: wireInstantOrNull(to) })),
  }
}

function wireRow(row: ReportRow, scope: Scope): BehindRow {
  const { number, cycle, subject, point, company, category, state, receivedAt, clocks } = row
  const spoken = clocksShown(row, scope)
  const [triage, reaction, result] = clockNames.map(name => {
    const clock = clocks[name]
    return clock === null || !spoken.includes(name) ? null : { standing: clock.standing, overBy: clock.overBy, reason: clock.reason }
  })
  return { number, cycle, subject, point, company, category, state, receivedAt: wireInstant(receivedAt), clocks: { triage: triage!, reaction: reaction!, result: result! } }
}
