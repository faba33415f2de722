/**
 * `npm run bench`: one JSON line per figure on stdout, chatter on stderr.
 *   -- --full         also the figures at 1,000,000 tickets (about 15 minutes)
 *   -- --only name    only these groups: clock, mail, letters, mailbox, bundle, creation, intake, lists, live, waker, outage, memory, answered, tick, growth (may be repeated)
 * What the figures rest on and what they should be: docs/performance.md.
 */
import { parseArgs } from 'node:util'
import clock from './clock.ts'
import { chat, print, type Figure } from './figure.ts'
import answered from './figures/answered.ts'
import bundle from './figures/bundle.ts'
import creation from './figures/creation.ts'
import growth from './figures/growth.ts'
import intake from './figures/intake.ts'
import letters from './figures/letters.ts'
import lists from './figures/lists.ts'
import live from './figures/live.ts'
import mail from './figures/mail.ts'
import mailbox from './figures/mailbox.ts'
import memory from './figures/memory.ts'
import outage from './figures/outage.ts'
import tick from './figures/tick.ts'
import waker from './figures/waker.ts'
import { openSite, sizeOf, type Site } from './site.ts'
import { openStand } from './stand.ts'

const usual = 100_000
const few = 10_000
const many = 1_000_000
const groups = ['clock', 'mail', 'letters', 'mailbox', 'bundle', 'creation', 'lists', 'live', 'waker', 'intake', 'outage', 'memory', 'answered', 'tick', 'growth'] as const
type Group = (typeof groups)[number]
const onSite = { creation, lists, live, waker, intake, outage, memory } as const satisfies Partial<Record<Group, (site: Site) => Promise<Figure[]>>>
const onLargeSite = { lists, live, waker } as const

const { values: { full, only, tickets } } = parseArgs({ options: { full: { type: 'boolean', default: false }, only: { type: 'string', multiple: true }, tickets: { type: 'string', default: String(usual) } } })
for (const name of only ?? []) if (!groups.some(group => group === name)) throw new Error(`--only ${name}: one of ${groups.join(', ')}`)
const wanted = (group: Group): boolean => only === undefined || only.includes(group)

async function measure(group: string, work: () => Figure[] | Promise<Figure[]>): Promise<void> {
  chat(`${group} ...`)
  const begun = performance.now()
  for (const figure of await work()) print(figure)
  chat(`${group}: ${Math.round((performance.now() - begun) / 1000)} s`)
}

if (wanted('clock')) await measure('clock', clock)
if (wanted('mail')) await measure('mail', mail)
if (wanted('bundle')) await measure('bundle', bundle)
for (const [name, work] of [['letters', letters], ['mailbox', mailbox]] as const) {
  if (wanted(name)) await measure(name, async () => {
    const stand = await openStand()
    return work(stand).finally(() => stand.close())
  })
}
if (groups.some(group => (group in onSite || group === 'answered' || group === 'tick' || group === 'growth') && wanted(group))) {
  const stand = await openStand()
  const open = async (size: number): Promise<Site> => {
    chat(`seeding ${sizeOf(size)} tickets ...`)
    const begun = performance.now()
    const site = await openSite(stand, size)
    chat(`seeded in ${Math.round((performance.now() - begun) / 1000)} s`)
    return site
  }
  try {
    if (only === undefined || only.some(group => group in onSite || group === 'answered')) {
      const site = await open(Number(tickets))
      for (const [group, figures] of Object.entries(onSite)) if (wanted(group as Group)) await measure(group, () => figures(site))
      await site.close()
      if (wanted('answered')) await measure('answered', () => answered(stand, site.databaseUrl))
    }
    if (wanted('tick')) await measure('tick', () => tick(stand))
    if (full) {
      const large = await open(many)
      for (const [group, figures] of Object.entries(onLargeSite)) if (wanted(group as Group)) await measure(`${group}, large`, () => figures(large))
      if (wanted('growth')) {
        const small = await open(few)
        await measure('growth', () => growth(small, large))
        await small.close()
      }
      await large.close()
    }
  } catch (error) {
    // Told before the server goes: connections that are open still would drown it in their own complaints.
    console.error(error)
    process.exitCode = 1
  } finally {
    await stand.close()
  }
}
