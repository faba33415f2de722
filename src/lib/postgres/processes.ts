/** What the operating system tells about other processes: does it live, is it the one we mean, has it ended. */
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

/**
 * A mark that two processes with the same number never share: boot and start tick on Linux, start date elsewhere.
 * Null when no such process lives (a zombie does not).
 */
export function processMark(pid: number): string | null {
  if (process.platform !== 'linux') return psColumn(pid, 'lstart')
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The command name stands in brackets and may itself hold spaces and brackets.
    const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (state === 'Z' || state === 'X') return null
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${rest[18]}`
  } catch {
    return null
  }
}

/** The command line of a live process, empty when there is none. */
export function commandLine(pid: number): string {
  if (process.platform !== 'linux') return psColumn(pid, 'command') ?? ''
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()
  } catch {
    return ''
  }
}

/** Resolves true as soon as the process is gone, false when it still lives after `limit` milliseconds. */
export async function ended(pid: number, limit: number): Promise<boolean> {
  for (let waited = 0; processMark(pid) !== null; waited += 20) {
    if (waited >= limit) return false
    await pause(20)
  }
  return true
}

/** Sends a signal; a process that is already gone is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch {
    // gone already
  }
}

function psColumn(pid: number, column: string): string | null {
  try {
    return execFileSync('ps', ['-o', `${column}=`, '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim() || null
  } catch {
    return null
  }
}
