import { Bot } from 'grammy'
import type { Context } from 'grammy'
import { practiceBot, startTelegramSim } from './sim.ts'
import type { Sim, SimOptions } from './sim.ts'

/** A simulator with the page's hands off: one bot, driven by unmodified grammY over HTTP. */
export async function simWithBot(options: SimOptions = {}): Promise<{ sim: Sim; bot: Bot; end: () => Promise<void> }> {
  const sim = await startTelegramSim(options)
  const bot = botOf(sim)
  return {
    sim, bot,
    end: async () => {
      // grammY confirms its last update while stopping; the simulator does not wait for that.
      const stopped = bot.stop().catch(() => undefined)
      await sim.stop()
      await stopped
    },
  }
}

export function botOf(sim: { apiRoot: string }, token: string = practiceBot.token): Bot {
  return new Bot(token, { client: { apiRoot: sim.apiRoot } })
}

/** Starts grammY's own polling and answers when the first poll is under way. */
export async function polls(sim: Sim, bot: Bot<Context>): Promise<void> {
  bot.catch(() => undefined)
  void bot.start({ timeout: 30 }).catch(() => undefined)
  await sim.when(async () => (await sim.pending()).isPolled, { what: 'grammY to start polling' })
}
