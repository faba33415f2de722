/** The one file that a tool is called with. */
import { StartRefusal } from '../lib/refuse-start.ts'

export function fileArgument(tool: string): string {
  const [file, ...rest] = process.argv.slice(2)
  if (file === undefined || file === '' || rest.length > 0) throw new StartRefusal('bad_setting', `Name one file: npm run ${tool} -- desk-backup.tar.zst.`)
  return file
}
