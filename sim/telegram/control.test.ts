import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { pngOf } from './sample.ts'
import { connectTelegramSim, practiceBot, startTelegramSim } from './sim.ts'
import type { SimClient } from './sim.ts'
import { botOf } from './testing.ts'

const endings: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const end of endings.splice(0).toReversed()) await end()
})

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'telegram-sim-'))
  endings.push(() => rm(path, { recursive: true, force: true }))
  return path
}

/** The simulator as its own process, found by the line that it prints. */
async function inOwnProcess(...args: string[]): Promise<{ sim: SimClient; child: ChildProcess; ended: Promise<number | null> }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  endings.push(async () => {
    child.kill('SIGKILL')
    await ended
  })
  const line = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (chunk: Buffer) => resolve(chunk.toString()))
    void ended.then((code) => reject(new Error(`the simulator ended with ${code}`)))
  })
  const { apiRoot } = JSON.parse(line) as { apiRoot: string }
  return { sim: connectTelegramSim(apiRoot), child, ended }
}

test('another process plays the person over HTTP and waits for the answer of the bot', async () => {
  const { sim, child, ended } = await inOwnProcess()
  const bot = botOf(sim)
  const olga = await sim.person({ firstName: 'Ольга', phone: '+79161234567' })
  await olga.sendsPhoto({ bytes: pngOf(320, 200) }, { caption: 'экран' })
  const [update] = await bot.api.getUpdates({ timeout: 30 })
  expect(update?.message).toMatchObject({ caption: 'экран', photo: [{}, { width: 320, height: 200 }] })
  const seen = olga.sees(/принята/)
  await bot.api.sendMessage(olga.chatId, 'Заявка № 1 принята', { reply_markup: { inline_keyboard: [[{ text: 'Хорошо', callback_data: 'ok' }]] } })
  expect((await seen).buttons).toEqual([[{ label: 'Хорошо', data: 'ok', url: null }]])
  const press = await olga.presses('ok')
  await bot.api.answerCallbackQuery(press.callbackId ?? '', { text: 'Ясно' })
  expect(await press.answer()).toMatchObject({ text: 'Ясно' })
  expect((await sim.calls({ method: 'sendMessage' })).map((call) => call.params['text'])).toEqual(['Заявка № 1 принята'])
  await expect(olga.presses('нет такой')).rejects.toThrow('there is no button «нет такой» to press')
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
})

test('updates outlive a bot that is killed and started again', async () => {
  const sim = await startTelegramSim()
  endings.push(() => sim.stop())
  const olga = await sim.person({ firstName: 'Ольга' })
  await olga.says('до гибели')
  const first = await botOf(sim).api.getUpdates()
  await olga.says('пока никого нет')
  expect((await botOf(sim).api.getUpdates({ offset: first[0]?.update_id ?? 0 })).map((update) => update.message?.text)).toEqual(['до гибели', 'пока никого нет'])
})

test('with a folder, chats, files and waiting updates outlive the simulator', async () => {
  const dataDir = await folder()
  const before = await startTelegramSim({ dataDir })
  const olga = await before.person({ id: 501, firstName: 'Ольга' })
  const { messageId } = await olga.sendsDocument({ name: 'чек.txt', bytes: Buffer.from('итого 100') })
  await botOf(before).api.sendMessage(olga.chatId, 'Заявка № 1')
  await before.stop()
  expect((await readdir(dataDir)).toSorted()).toEqual(['files', 'state.json'])

  const after = await startTelegramSim({ dataDir })
  endings.push(() => after.stop())
  const again = await after.person({ id: 501, firstName: 'Ольга' })
  expect((await again.transcript()).map((line) => line.text || line.file?.name)).toEqual(['чек.txt', 'Заявка № 1'])
  const bot = botOf(after)
  const [update] = await bot.api.getUpdates()
  expect(update?.message?.message_id).toBe(messageId)
  const { file_path } = await bot.api.getFile(update?.message?.document?.file_id ?? '')
  expect(await fetch(`${after.apiRoot}/file/bot${practiceBot.token}/${file_path}`).then((response) => response.text())).toBe('итого 100')
  expect((await again.says('дальше')).messageId).toBeGreaterThan(messageId)
})

test('a kill right after a change loses nothing older than a moment', async () => {
  const dataDir = await folder()
  const { sim, child, ended } = await inOwnProcess('--data', dataDir)
  const olga = await sim.person({ id: 501, firstName: 'Ольга' })
  await olga.says('раз')
  await expect.poll(() => readFile(join(dataDir, 'state.json'), 'utf8').catch(() => ''), { timeout: 10_000 }).toContain('раз')
  child.kill('SIGKILL')
  await ended
  const after = await startTelegramSim({ dataDir })
  endings.push(() => after.stop())
  expect((await (await after.person({ id: 501, firstName: 'Ольга' })).transcript()).map((line) => line.text)).toEqual(['раз'])
})

test('a taken port is said in one line', async () => {
  const sim = await startTelegramSim()
  endings.push(() => sim.stop())
  await expect(startTelegramSim({ port: sim.port })).rejects.toThrow('EADDRINUSE')
})

test('waiting in vain names what did not come and shows the end of the chat', async () => {
  const sim = await startTelegramSim()
  endings.push(() => sim.stop())
  const olga = await sim.person({ firstName: 'Ольга' })
  await olga.says('есть кто?')
  await expect(olga.sees('принята', { limitMs: 50 })).rejects.toThrow(/like принята; it did not come\nperson: есть кто\?/)
})

test('the person\'s side answers only its own page on this machine', async () => {
  const sim = await startTelegramSim()
  endings.push(() => sim.stop())
  const post = (headers: Record<string, string>): Promise<number> => fetch(`${sim.apiRoot}/sim/chats`, { method: 'POST', body: '{}', headers }).then((response) => response.status)
  expect(await post({ 'content-type': 'application/json' })).toBe(200)
  expect(await post({ 'content-type': 'application/json', origin: 'https://evil.example' })).toBe(403)
  expect(await post({ 'content-type': 'text/plain' })).toBe(415)
  const rebound = await new Promise<number>((resolve) => {
    request({ port: sim.port, host: '127.0.0.1', path: '/sim/cast', headers: { host: 'evil.example' } }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    }).end()
  })
  expect(rebound).toBe(403)
  const foreign = await new Promise<number>((resolve) => {
    request({ port: sim.port, host: '127.0.0.1', path: `/bot${practiceBot.token}/getMe`, headers: { 'sec-fetch-site': 'cross-site' } }, (response) => {
      response.resume()
      resolve(response.statusCode ?? 0)
    }).end()
  })
  expect(foreign).toBe(403)
})

test('live changes arrive as a stream of events', async () => {
  const sim = await startTelegramSim()
  endings.push(() => sim.stop())
  const olga = await sim.person({ id: 501, firstName: 'Ольга' })
  const response = await fetch(`${sim.apiRoot}/sim/events`)
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  await olga.says('слышно?')
  let text = ''
  while (!text.includes(':501"')) text += (await reader?.read())?.value ?? ''
  expect(text).toContain(`"key":"7000000001:501"`)
  await reader?.cancel()
})

test('a file is shown to the page without being run', async () => {
  const sim = await startTelegramSim()
  endings.push(() => sim.stop())
  const olga = await sim.person({ firstName: 'Ольга' })
  await olga.sendsDocument({ name: 'page.html', mime: 'text/html', bytes: Buffer.from('<script>alert(1)</script>') })
  const fileId = (await olga.transcript())[0]?.file?.fileId
  const response = await fetch(`${sim.apiRoot}/sim/file/${fileId}`)
  expect(response.headers.get('content-type')).toBe('application/octet-stream')
  expect(response.headers.get('content-security-policy')).toContain('sandbox')
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  await response.arrayBuffer()
})
