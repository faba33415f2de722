import { useSyncExternalStore } from 'react'
import { hearNew } from './heard.ts'

/** The sound of an alarm, and whether this browser wants to hear it. */
const muteKey = 'reglament.alarms.mute'
const heardKey = 'reglament.alarms.heard'
const ears = new Set<() => void>()

const stored = (key: string): string | null => {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}
function store(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {
    // A private window without storage: it rings after each reload.
  }
}

let muted = stored(muteKey) === 'yes'
export function setMuted(next: boolean): void {
  muted = next
  store(muteKey, next ? 'yes' : 'no')
  for (const hear of ears) hear()
}
export const useMuted = (): boolean => useSyncExternalStore(hear => {
  ears.add(hear)
  return () => ears.delete(hear)
}, () => muted)

let known: readonly string[] = []
/** Rings for what is new among `standing`. */
export function ringFor(standing: readonly string[]): void {
  const before = stored(heardKey)
  const heard = hearNew(before === null || before === '' ? known : before.split(' '), standing)
  known = heard.known
  store(heardKey, known.join(' '))
  if (heard.ring && !muted) play()
}

let speaker: AudioContext | null = null
/** Two short tones. A browser that wants a click first stays silent: the bar is on the screen all the same. */
function play(): void {
  try {
    speaker ??= new AudioContext()
    const audio = speaker
    void audio.resume().catch(() => {})
    for (const [index, pitch] of [880, 660].entries()) {
      const tone = audio.createOscillator()
      const loudness = audio.createGain()
      const from = audio.currentTime + index * 0.22
      tone.frequency.value = pitch
      loudness.gain.setValueAtTime(0.0001, from)
      loudness.gain.exponentialRampToValueAtTime(0.18, from + 0.02)
      loudness.gain.exponentialRampToValueAtTime(0.0001, from + 0.2)
      tone.connect(loudness).connect(audio.destination)
      tone.start(from)
      tone.stop(from + 0.21)
    }
  } catch {
    // No sound card, or none allowed.
  }
}
