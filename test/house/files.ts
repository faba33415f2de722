/** The files of the project as the house rules see them: path from the root and text. */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

export type SourceFile = { path: string, text: string }

export const root = join(import.meta.dirname, '..', '..')

/** What is made, installed or kept by a machine and never committed. */
const notOurs = new Set(['node_modules', 'dist', 'data', '.git', '.cache', 'test-results'])
const binary = /\.(png|jpe?g|gif|webp|ico|ogg|oga|mp3|mp4|webm|woff2?|pdf|zip|gz|zst|db)$/

export function projectFiles(folder = ''): SourceFile[] {
  return readdirSync(join(root, folder)).filter((name) => !notOurs.has(name) && !/^\.env$|\.log$/.test(name)).flatMap((name) => {
    const path = folder === '' ? name : `${folder}/${name}`
    if (statSync(join(root, path)).isDirectory()) return projectFiles(path)
    return binary.test(name) ? [] : [{ path, text: readFileSync(join(root, path), 'utf8') }]
  })
}
