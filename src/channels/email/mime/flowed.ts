/** Text in `format=flowed` (RFC 3676): lines that end in a space go on in the next of the same quoting. */
export function unflowed(text: string, deleteSpace: boolean): string {
  const out: { depth: number; text: string; open: boolean }[] = []
  for (const line of text.split(/\r?\n/)) {
    const depth = /^>*/.exec(line)![0].length
    const body = line.slice(depth).replace(/^ /, '')
    const open = body.endsWith(' ') && body !== '-- '
    const kept = open && deleteSpace ? body.slice(0, -1) : body
    const last = out.at(-1)
    if (last !== undefined && last.open && last.depth === depth && body !== '-- ') {
      last.text += kept
      last.open = open
    } else out.push({ depth, text: kept, open })
  }
  return out.map(line => (line.depth > 0 ? `${'>'.repeat(line.depth)} ${line.text}` : line.text)).join('\n')
}
