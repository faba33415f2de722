import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { openBrowser, watch, wide } from '../browser.ts'
import { dataFolder, runProgram } from '../program.ts'

/** An empty machine after `npm start`: the program in practice mode, the workspace in one window, a restaurant's chat in the other. */
export type Practice = {
  desk: Page
  cafe: Page
  /** What went wrong behind the pages. */
  troubles: string[]
  /** The bot's latest bubble with these words. */
  bot(words: string | RegExp): ReturnType<Page['getByRole']>
  /** The restaurant writes. */
  says(text: string): Promise<void>
  /** A key of the workspace, pressed while no field has the cursor. */
  presses(key: string): Promise<void>
  end(): Promise<void>
}

const jupiter = join(import.meta.dirname, '..', '..', 'regulations', 'jupiter.ru.yaml')

/**
 * Opens both windows by the links that the console prints. `regulation` makes the document of this story from that of Jupiter; `expected`: lines of the
 * browser's console that the story provokes.
 */
export async function openPractice({ zone = 'Asia/Vladivostok', regulation, expected }: { zone?: string; regulation?: (text: string) => string; expected?: RegExp } = {}): Promise<Practice> {
  const folder = dataFolder()
  const troubles: string[] = []
  const document = join(folder.path, 'regulation.yaml')
  if (regulation !== undefined) writeFileSync(document, regulation(readFileSync(jupiter, 'utf8')))
  const program = runProgram({ DATA_DIR: folder.path, LOG_LEVEL: 'warn', REGULATION: regulation === undefined ? '' : document })
  const browser = await openBrowser()
  const end = async (): Promise<void> => {
    await browser.close()
    await folder.end()
  }
  const printed = (what: RegExp): string => {
    const found = what.exec(program.out())?.[1]
    if (found === undefined) throw new Error(`not printed: ${what}\n${program.out()}${program.err()}`)
    return found
  }
  try {
    await program.opened()
    const windows = await browser.newContext({ viewport: wide, locale: 'ru-RU', timezoneId: zone })
    const cafe = watch(await windows.newPage(), troubles, 'chat', expected)
    const desk = watch(await windows.newPage(), troubles, 'desk', expected)
    await cafe.goto(printed(/Чат ресторана с ботом: +(\S+)/))
    await desk.goto(printed(/(\S+\/enter\/\S+)/))
    return {
      desk, cafe, troubles, end,
      bot: words => cafe.getByRole('article', { name: 'Поддержка «Юпитер»' }).filter({ hasText: words }).last(),
      says: async text => {
        const box = cafe.getByRole('textbox', { name: 'Сообщение' })
        await box.fill(text)
        await box.press('Enter')
      },
      presses: async key => {
        await desk.evaluate('document.activeElement?.blur()')
        await desk.keyboard.press(key)
      },
    }
  } catch (error) {
    await end()
    throw error
  }
}
