/** What a backup says about itself. `about.json` comes first, so that a foreign file is told at once; `manifest.json` last, so that it can name everything. */
import { z } from 'zod'

export const formatVersion = 1
export const aboutName = 'about.json'
export const manifestName = 'manifest.json'
export const jobsName = 'jobs.json'

export const aboutShape = z.object({ format: z.literal('reglament-backup'), version: z.number().int() })

export const manifestShape = z.object({
  version: z.literal(formatVersion),
  /** RFC 3339, by the clock of the desk. */
  madeAt: z.string(),
  /** Number of the last migration of the database. */
  migration: z.number().int().min(1),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), rows: z.number().int(), parts: z.number().int() })),
  sequences: z.array(z.object({ name: z.string(), value: z.string(), called: z.boolean() })),
  jobs: z.number().int(),
  /** Every other entry: SHA-256 by name. */
  hashes: z.record(z.string(), z.string()),
})

export type Manifest = z.infer<typeof manifestShape>

const partName = /^tables\/(.+)\/(\d{6})$/

export function nameOfPart(table: string, part: number): string {
  return `tables/${table}/${String(part).padStart(6, '0')}`
}

/** The table whose rows an entry holds, null for other entries. */
export function tableOfPart(name: string): string | null {
  return partName.exec(name)?.[1] ?? null
}
