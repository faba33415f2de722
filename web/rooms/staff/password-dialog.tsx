import { PasswordInput } from '@mantine/core'
import { useState } from 'react'
import { api } from '../../kit/api.ts'
import { FormDialog } from '../../kit/form-dialog.tsx'
import { told } from '../../kit/told.ts'
import { useWords } from '../../kit/words.ts'
import { NewPassword, wrongIn } from '../auth/new-password.tsx'
import { useMe } from './me.ts'

/** A person changes his own password; other browsers and devices have to sign in again. */
export default function PasswordDialog({ close }: { close: () => void }) {
  const { say } = useWords()
  const me = useMe()
  const [current, setCurrent] = useState('')
  const [typed, setTyped] = useState({ password: '', repeat: '' })
  const wrong = wrongIn(typed, say)
  // While somebody types, only what can no longer become right is wrong.
  const shown = { password: null, repeat: typed.password.startsWith(typed.repeat) ? null : wrong.repeat }
  return (
    <FormDialog title={say('staff.passwordTitle')} submitLabel={say('staff.passwordSubmit')} ready={current !== '' && wrong.password === null && wrong.repeat === null} close={close}
      submit={async () => {
        await api.post('/api/me/password', { current, next: typed.password })
        told(say('staff.passwordChanged'))
      }}>
      {/* Password managers keep the new one under this name. */}
      <input type="email" name="email" autoComplete="username" value={me.email} readOnly hidden />
      <PasswordInput label={say('staff.passwordCurrent')} autoComplete="current-password" maxLength={200} value={current} onChange={event => setCurrent(event.currentTarget.value)} visibilityToggleButtonProps={{ 'aria-label': say('auth.show') }} data-autofocus />
      <NewPassword label={say('staff.passwordNew')} typed={typed} change={setTyped} wrong={shown} />
      <p className="dim" style={{ margin: 0 }}>{say('staff.passwordText')}</p>
    </FormDialog>
  )
}
