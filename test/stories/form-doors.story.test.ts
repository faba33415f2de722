import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { limits } from '../../src/channels/portal/limits.ts'
import { values } from '../../src/portal/values.ts'
import { openStage, type Stage } from './stage.ts'

/** The work that the script does. */
const solve = (key: string): string => {
  for (let nonce = 0; ; nonce++) if (createHash('sha256').update(`${key}:${nonce}`).digest().readUInt32BE() >>> (32 - values.puzzleBits) === 0) return String(nonce)
}

/** What strangers and programs may try at the doors of the public form; requests without a browser. */
describe('the doors of the public form', () => {
  let stage: Stage
  beforeAll(async () => {
    stage = await openStage()
    await stage.at('2026-03-17T14:07+03:00')
  })
  afterAll(() => stage.end())

  type Answer = { status: number; body: { url?: string; number?: number | null; errors?: Record<string, string> } }
  const at = (path: string) => `${stage.house.url}${path}`
  const opened = async (): Promise<{ key: string; proof: string }> => {
    const html = await (await fetch(at('/new'))).text()
    return { key: /name="key" value="([^"]+)"/.exec(html)![1]!, proof: /name="proof" value="([^"]+)"/.exec(html)![1]! }
  }
  const post = async (path: string, fields: Record<string, string>, files: readonly File[] = []): Promise<Answer> => {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.append(name, value)
    for (const file of files) body.append('files', file)
    const answer = await fetch(at(path), { method: 'POST', body, headers: { accept: 'application/json' } })
    return { status: answer.status, body: await answer.json() as Answer['body'] }
  }
  const ready = async (): Promise<Record<string, string>> => {
    const form = await opened()
    await stage.advance('PT3S')
    return { ...form, nonce: solve(form.key), language: 'ru' }
  }
  const asked = async (words: string) => (await (await fetch(at(`/new/points?q=${encodeURIComponent(words)}`))).json() as { points: Record<string, string>[] }).points
  const tickets = async (): Promise<number> => Number((await stage.db.selectFrom('tickets').select(of => of.fn.countAll().as('count')).executeTakeFirstOrThrow()).count)
  const rowsOfFiles = async (): Promise<number> => Number((await stage.db.selectFrom('files').select(of => of.fn.countAll().as('count')).executeTakeFirstOrThrow()).count)

  it('programs get nothing: no work, too quick, the trap, a key of their own', async () => {
    const form = await opened()
    const words = { language: 'ru', text: 'Касса стоит' }
    expect((await post('/new', { ...form, ...words, nonce: solve(form.key) })).body.errors).toHaveProperty('form', expect.stringContaining('Слишком быстро'))
    await stage.advance('PT3S')
    for (const [fields, wrong] of [
      [{ ...form, ...words, nonce: '' }, 'question'], [{ ...form, ...words, nonce: '1' }, 'form'], [{ ...form, ...words, nonce: solve(form.key), website: 'https://spam.example' }, 'form'],
      [{ ...words, key: 'k'.repeat(22), proof: form.proof, nonce: solve('k'.repeat(22)) }, 'form'],
    ] as const) {
      const answer = await post('/new', fields, [new File(['x'], 'a.txt')])
      expect([answer.status, Object.keys(answer.body.errors ?? {})]).toEqual([422, [wrong]])
    }
    expect([await tickets(), await rowsOfFiles()]).toEqual([0, 0])
  })

  it('a file that is too large, and one too many, are said in words; nothing of them is kept and nothing is registered', async () => {
    const form = await ready()
    const large = await post('/new', { ...form, text: 'Вот журнал' }, [new File([new Uint8Array(limits.fileBytes + 1)], 'журнал.zip')])
    expect(large.body.errors).toEqual({ files: 'Файл «журнал.zip» больше 25 МБ. Остальное мы сохранили: уберите его и отправьте ещё раз.' })
    const many = await post('/new', { ...form, text: 'Вот снимки' }, Array.from({ length: limits.files + 1 }, (_, place) => new File(['x'], `${place}.txt`)))
    expect(many.body.errors).toEqual({ files: 'За раз можно отправить до 10 файлов.' })
    expect([await tickets(), await rowsOfFiles()]).toEqual([0, 0])
  })

  it('one key is one ticket, however often and with whatever it is sent', async () => {
    const form = await ready()
    const [first, second] = await Promise.all([post('/new', { ...form, text: 'Касса стоит' }), post('/new', { ...form, text: 'Касса стоит' })])
    const later = await post('/new', { ...form, text: 'Другое' })
    expect(new Set([first, second, later].map(one => one.body.number))).toEqual(new Set([first.body.number]))
    expect(first.body.number).toEqual(expect.any(Number))
    expect(await tickets()).toBe(1)
  })

  it('behind a link stands one conversation: buttons and files of others do nothing there', async () => {
    const one = (await post('/new', { ...await ready(), text: 'Не печатает' }, [new File(['тайна'], 'счёт.txt', { type: 'text/plain' })])).body
    const other = (await post('/new', { ...await ready(), text: 'Нет заказов' })).body
    const page = await (await fetch(at(one.url!))).text()
    // Its bytes are fetched as a job.
    const fileId = async (): Promise<string | undefined> => /\/files\/([\da-f-]{36})/.exec(await (await fetch(at(one.url!))).text())?.[1]
    await expect.poll(fileId, { timeout: 10_000 }).toBeDefined()
    const file = await fileId()
    const own = await fetch(at(`${one.url!}/files/${file}`))
    expect([own.status, own.headers.get('content-disposition'), await own.text()]).toEqual([200, expect.stringContaining('attachment'), 'тайна'])
    expect((await fetch(at(`${other.url!}/files/${file}`))).status).toBe(404)
    expect(await (await fetch(at(other.url!))).text()).not.toContain('Не печатает')
    const choice = /name="choice" value="([^"]+)"><button>Уже/.exec(page)![1]!
    const pressed = await post(other.url!, { act: 'press', key: 'p'.repeat(22), choice })
    expect(pressed.status).toBe(200)
    expect((await stage.ticket(one.number!)).view.state).toBe('registered')
    expect((await post(one.url!, { act: 'press', key: 'p'.repeat(22), choice })).status).toBe(200)
    expect((await stage.ticket(one.number!)).view.state).toBe('closed')
  })

  it('an answer without words is asked for them, an act that is none is passed over', async () => {
    const { url } = (await post('/new', { ...await ready(), text: 'Не открывается смена' })).body
    expect((await post(url!, { act: 'answer', key: 'a'.repeat(22), text: ' ' })).body.errors).toHaveProperty('text')
    expect((await post(url!, { act: 'close', key: 'a'.repeat(22), text: 'да' })).status).toBe(422)
    expect((await post(url!, { act: 'answer', key: 'short', text: 'да' })).status).toBe(422)
  })

  it('the look-up names points only by three letters and more, five at most, and nothing but names and streets', async () => {
    expect(await asked('бе')).toEqual([])
    const found = await asked('березка')
    expect(found.map(point => Object.keys(point))).toEqual(found.map(() => ['id', 'name']))
    expect(found.map(point => point['name'])).toContain('Кафе «Берёзка», Москва, Кузнецкий Мост, 7')
    expect((await asked('москва')).length).toBeLessThanOrEqual(5)
  })

  it('one address sends so much and no more, and is told when to come again', async () => {
    const statuses: number[] = []
    for (let tries = 0; tries < 21; tries++) statuses.push((await fetch(at('/new'), { method: 'POST', body: new FormData() })).status)
    expect(statuses.at(-1)).toBe(429)
    expect((await fetch(at('/new'), { method: 'POST', body: new FormData() })).headers.get('retry-after')).toMatch(/^\d+$/)
  })

  it('nothing went wrong behind the doors', () => {
    expect(stage.troubles).toEqual([])
  })
})
