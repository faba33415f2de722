/** What Linux tells of processes: other systems tell nothing, then a figure is left out. */
import { readdirSync, readFileSync } from 'node:fs'

/** Numbers of the processes that `parent` has begun. */
export function childrenOf(parent: number): number[] {
  return readdirSync('/proc').filter(name => /^\d+$/.test(name)).map(Number).filter(pid => Number(/^PPid:\s+(\d+)/m.exec(told(pid, 'status'))?.[1]) === parent)
}

/** Memory of a process by its proportional share, in MiB. */
export const pssOf = (pid: number): number => Number(/^Pss:\s+(\d+) kB/m.exec(told(pid, 'smaps_rollup'))?.[1] ?? 0) / 1024

/** Time that a process has had on the processor, in milliseconds, to a hundredth of a second: unlike a rate it hardly depends on who else is at work. */
export function cpuOf(pid: number): number {
  // Behind the name of the program, which may hold anything: fields 14 and 15 are ticks in the program and in the kernel.
  const [user, kernel] = told(pid, 'stat').split(') ').at(-1)!.split(' ').slice(11, 13)
  return (Number(user ?? 0) + Number(kernel ?? 0)) * 10
}

function told(pid: number, what: 'status' | 'smaps_rollup' | 'stat'): string {
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'utf8')
  } catch {
    // It ended between the list and the look.
    return ''
  }
}
