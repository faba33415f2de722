/** `npm run -s conformance:sla -- FILE.json ...`: one line for each vector that fails, then the sum; exit code 1 when any did. */
import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { checkVectors, type Outcome } from './sla-vectors.ts'

const files = process.argv.slice(2)
const outcomes = files.flatMap((path): Outcome[] => {
  try {
    return checkVectors(JSON.parse(readFileSync(path, 'utf8')), basename(path))
  } catch (error) {
    return [{ id: path, failure: `cannot be read: ${error instanceof Error ? error.message : String(error)}` }]
  }
})
if (files.length === 0) outcomes.push({ id: 'usage', failure: 'name at least one file of vectors' })

for (const { id, failure } of outcomes) if (failure !== null) console.log(`${id}: ${failure}`)
const failed = outcomes.filter(({ failure }) => failure !== null).length
console.log(`${outcomes.length - failed} passed, ${failed} failed`)
process.exitCode = failed > 0 ? 1 : 0
