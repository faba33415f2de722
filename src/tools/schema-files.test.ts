import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../test/world.ts'
import { describeSchema, describeTypes, schemaFile, typesFile } from './schema-files.ts'

let database: FreshDatabase
beforeAll(async () => { database = await freshDatabase() })
afterAll(() => database.drop())

test('src/lib/schema.ts is what the migrations give (else: npm run db:types)', async () => {
  expect(readFileSync(typesFile, 'utf8')).toBe(await describeTypes(database.url))
})

test('db/schema.sql is what the migrations give (else: npm run db:types)', async () => {
  expect(readFileSync(schemaFile, 'utf8')).toBe(await describeSchema(database.url))
})
