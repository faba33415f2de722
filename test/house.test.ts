import { expect, test } from 'vitest'
import { projectFiles, type SourceFile } from './house/files.ts'
import * as rules from './house/rules.ts'

const project = projectFiles()

/** Each rule with files that break it and files that look like it and are right, so that the rule itself can fail. */
const cases: readonly { says: string, rule: rules.Rule, bad: Record<string, string>[], good: Record<string, string>[] }[] = [
  {
    says: 'rooms import only leftwards',
    rule: rules.roomsImportLeftwards,
    bad: [
      { 'src/tickets/close.ts': `import { search } from '../search/find.ts'` },
      { 'src/tickets/close.ts': `import type {\n  Config,\n} from '../config.ts'` },
      { 'src/tickets/close.ts': `export * from '../http/server.ts'` },
      { 'src/tickets/close.ts': `const late = await import('../portal/page.ts')` },
      { 'src/lib/db.ts': `import '../words/ru/errors.ts'` },
      { 'src/tickets/close.ts': `import { cast } from '../../test/world.ts'` },
      { 'src/helpers/close.ts': '' },
    ],
    good: [
      { 'src/search/find.ts': `import { close } from '../tickets/close.ts'` },
      { 'src/main.ts': `import { loadConfig } from './config.ts'\nimport { chat } from '../sim/telegram/server.ts'` },
      { 'src/tickets/close.test.ts': `import { search } from '../search/find.ts'` },
      { 'src/tickets/testing.ts': `import { cast } from '../../test/world.ts'` },
    ],
  },
  {
    says: 'files without a reserved name are pure',
    rule: rules.otherFilesArePure,
    bad: [
      { 'src/tickets/close.ts': `import { readFileSync } from 'node:fs'` },
      { 'src/tickets/close.ts': `import { sql } from 'kysely'` },
      { 'src/tickets/close.ts': `import { load } from './store.ts'` },
      { 'src/tickets/close.ts': `import { send } from './client/send.ts'` },
      { 'src/tickets/close.ts': `import { newId } from '../lib/ids.ts'`, 'src/lib/ids.ts': `import { randomBytes } from 'node:crypto'` },
      { 'src/tickets/close.ts': 'const at = Date.now()' },
      { 'src/tickets/close.ts': 'const at = new Date()' },
      { 'src/tickets/close.ts': 'const at = Math.random()' },
      { 'src/tickets/close.ts': 'const id = crypto.randomUUID()' },
      { 'src/tickets/close.ts': `const zone = process.env['TZ']` },
    ],
    good: [
      { 'src/tickets/store.ts': `import { sql } from 'kysely'` },
      { 'src/tickets/actions/merge.ts': `import { load } from '../store.ts'` },
      { 'src/tickets/close.ts': `import type { Row } from './store.ts'\nimport { z } from 'zod'\nimport { minute } from '../lib/instant.ts'`, 'src/lib/instant.ts': 'export const minute = 60_000' },
      { 'src/tickets/close.ts': '// never Date.now() here\n/* nor Math.random() */\nconst at = new Date(now)' },
      { 'src/lib/time.ts': 'export const now = () => Date.now()' },
    ],
  },
  {
    says: 'the browser imports only pure files of the server',
    rule: rules.webImportsPureFiles,
    bad: [
      { 'web/rooms/tickets/page.tsx': `import { load } from '../../../src/tickets/store.ts'` },
      { 'web/rooms/tickets/page.tsx': `import { newId } from '../../../src/lib/ids.ts'`, 'src/lib/ids.ts': `import 'node:crypto'` },
    ],
    good: [{ 'web/rooms/tickets/page.tsx': `import type { Row } from '../../../src/tickets/store.ts'\nimport { close } from '../../../src/tickets/close.ts'`, 'src/tickets/close.ts': '' }],
  },
  {
    says: 'the simulator knows the desk by its doors, the judge of the referee by nothing',
    rule: rules.outsideStaysOutside,
    bad: [
      { 'sim/telegram/server.ts': `import { db } from '../../src/lib/db.ts'`, 'src/lib/db.ts': `import pg from 'pg'` },
      { 'test/referee/judge/count.ts': `import type { Row } from '../../../src/tickets/store.ts'` },
      { 'test/referee/judge/count.ts': `import { cast } from '../../world.ts'` },
      { 'test/referee/judge/count.ts': `import { play } from '../players.ts'` },
      { 'test/referee/judge/count.ts': `const clock = await import('../../../src/regulation/fold.ts')` },
      { 'test/referee/judge/count.ts': `import { parse } from 'yaml'` },
    ],
    good: [
      { 'sim/telegram/server.ts': `import type { Time } from '../../src/lib/time.ts'`, 'src/lib/time.ts': 'Date.now()' },
      { 'test/referee/judge/count.ts': `import { read } from './read.ts'\nimport pg from 'pg'\nimport { Temporal } from 'temporal-polyfill'` },
      { 'test/referee/players.ts': `import { openHouse } from '../../src/main/open.ts'` },
    ],
  },
  {
    says: 'config.ts alone reads the environment',
    rule: rules.configReadsTheEnvironment,
    bad: [{ 'src/http/server.ts': 'const port = process.env.PORT' }, { 'sim/telegram/server.ts': `process.env['PORT']` }],
    good: [{ 'src/config.ts': 'process.env.PORT' }, { 'src/tools/seed.ts': 'process.env.PORT' }, { 'src/http/server.ts': '// process.env is read in config.ts' }],
  },
  {
    says: 'tables are written by the store of the room that owns them',
    rule: rules.tablesAreWrittenByTheirRoom,
    bad: [
      { 'src/search/store.ts': `db.updateTable('tickets').set({})` },
      { 'src/search/store.ts': `sql\`insert into ticket_events (id) values (1)\`` },
      { 'src/search/store.ts': 'sql`update tickets t set version = 1`' },
      { 'src/search/store.ts': `db.deleteFrom('ticketEvents')` },
      { 'src/tickets/store.ts': `db.insertInto('ticketThings')` },
      { 'src/tickets/actions/close.ts': `db.deleteFrom('tickets')` },
    ],
    good: [
      { 'src/tickets/store.ts': `db.insertInto('ticketEvents'); sql\`delete from tickets\`` },
      { 'src/tickets/store/events.ts': `db.insertInto('ticketEvents')` },
      { 'src/search/store.ts': `db.selectFrom('tickets') // insert into tickets` },
      { 'src/search/store.ts': 'sql`select from tickets for update skip locked`; onConflict(c => c.doUpdateSet({}))' },
    ],
  },
  {
    says: 'every table has an owner and every owner a table',
    rule: rules.everyTableHasAnOwner,
    bad: [{ 'db/schema.sql': 'create table strange (\n' }],
    good: [{ 'db/schema.sql': project.find(({ path }) => path === 'db/schema.sql')?.text ?? '' }],
  },
  {
    says: 'English words have the type of Russian ones',
    rule: rules.languagesAreTwins,
    bad: [
      { 'src/words/ru/tickets.ts': '' },
      { 'src/words/en/tickets.ts': '' },
      { 'src/words/ru/tickets.ts': '', 'src/words/en/tickets.ts': 'export const tickets = {}' },
    ],
    good: [{ 'src/words/ru/tickets.ts': '', 'src/words/en/tickets.ts': `import type { tickets as russian } from '../ru/tickets.ts'` }],
  },
  {
    says: 'no machine and no registry is named',
    rule: rules.noMachineIsNamed,
    bad: [
      { 'docs/map.md': ['see ', 'work', 'main'].join('/') },
      { 'src/a.ts': `const at = '${['', 'home', 'ann', 'desk'].join('/')}'` },
      { '.npmrc': `registry=https://${['registry', 'npmjs', 'org'].join('.')}/` },
    ],
    good: [{ 'docs/map.md': `the network/${'work'}/home of https://example.com/home/page, ./root/of` }],
  },
  {
    says: 'the lock names no host',
    rule: rules.lockNamesNoHost,
    bad: [{ 'package-lock.json': '"resolved": "https://packages.example.com/zod.tgz"' }],
    good: [{ 'package-lock.json': '"version": "4.6.7"' }],
  },
  {
    says: 'no test is left out or singled out',
    rule: rules.noTestIsLeftOut,
    bad: [{ 'src/a.test.ts': `${'test'}.only('x', () => {})` }, { 'src/a.test.ts': `${'describe'}.skip('x')` }, { 'src/a.test.ts': `${'xit'}('x')` }, { 'src/a.test.ts': `${'test'}.concurrent.only('x')` }],
    good: [{ 'src/a.test.ts': `test.skipIf(!asRoot)('x'); list.only('x')\n// test.only` }],
  },
]

const asFiles = (files: Record<string, string>): SourceFile[] => Object.entries(files).map(([path, text]) => ({ path, text }))

test.each(cases)('$says', ({ rule }) => {
  expect(rule(project)).toEqual([])
})

test.each(cases)('the check finds it when not: $says', ({ rule, bad, good }) => {
  for (const files of bad) expect(rule(asFiles(files)), JSON.stringify(files)).not.toEqual([])
  for (const files of good) expect(rule(asFiles(files)), JSON.stringify(files)).toEqual([])
})

test('the rules look at the project and not at an empty list', () => {
  for (const path of ['src/house.ts', 'src/lib/db.ts', 'db/schema.sql', 'package-lock.json', 'test/house.test.ts']) expect(project.map((file) => file.path)).toContain(path)
})
