/** Import lines of a source file. */
import { posix } from 'node:path'
import type { SourceFile } from './files.ts'

export type Import = {
  /** Path from the root for a relative import, else the name as written. */
  to: string
  relative: boolean
  /** Erased before the program runs. */
  typeOnly: boolean
}

const fromLine = /(?:^|[\n;])\s*(?:import|export)\s+(type\s)?(?:[\w*{}\s,$]|\/\/[^\n]*\n)*?\s*from\s*['"]([^'"]+)['"]/g
const bareLine = /(?:^|[\n;])\s*import\s*['"]([^'"]+)['"]/g
const dynamic = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g

export function importsOf({ path, text }: SourceFile): Import[] {
  const found = (name: string, typeOnly: boolean): Import => {
    const relative = name.startsWith('.')
    return { to: relative ? posix.normalize(`${posix.dirname(path)}/${name}`) : name, relative, typeOnly }
  }
  return [
    ...[...text.matchAll(fromLine)].map(([, type, name]) => found(name ?? '', type !== undefined)),
    ...[...text.matchAll(bareLine)].map(([, name]) => found(name ?? '', false)),
    ...[...text.matchAll(dynamic)].map(([, name]) => found(name ?? '', false)),
  ]
}

/** The text without comments, roughly: enough to look for calls. */
export function withoutComments(text: string): string {
  return text.replaceAll(/(^|[\s({;,])\/\*[\s\S]*?\*\//g, '$1').replaceAll(/(^|[^:'"`\\])\/\/[^\n]*/g, '$1')
}
