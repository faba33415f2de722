import { PasswordInput } from '@mantine/core'
import { useWords, type Say } from '../../kit/words.ts'

/** A new password as it is typed, twice. */
export type Typed = { password: string; repeat: string }
const shortest = 10
const longest = 200

/** What the server would refuse, in words; null: nothing. */
export const wrongIn = ({ password, repeat }: Typed, say: Say) => ({
  password: password.length < shortest ? say('auth.welcome.short') : null,
  repeat: repeat === password ? null : say('auth.welcome.differ'),
})

export function NewPassword({ label, typed, change, wrong, autoFocus = false }: {
  label: string; typed: Typed; change: (typed: Typed) => void
  wrong: { password: string | null; repeat: string | null }
  autoFocus?: boolean
}) {
  const { say } = useWords()
  const both = { autoComplete: 'new-password', maxLength: longest, visibilityToggleButtonProps: { 'aria-label': say('auth.show') } }
  return (
    <>
      <PasswordInput {...both} label={label} description={say('auth.welcome.passwordHint')} autoFocus={autoFocus} value={typed.password} onChange={event => change({ ...typed, password: event.currentTarget.value })} error={wrong.password} />
      <PasswordInput {...both} label={say('auth.welcome.repeat')} value={typed.repeat} onChange={event => change({ ...typed, repeat: event.currentTarget.value })} error={wrong.repeat} />
    </>
  )
}
