import { Button, PasswordInput, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearch } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import { api, Refused } from '../../kit/api.ts'
import { ErrorNote } from '../../kit/pieces.tsx'
import { useWords } from '../../kit/words.ts'
import { Gate } from './gate.tsx'

export function SignIn() {
  const { say } = useWords()
  const client = useQueryClient()
  const { history } = useRouter()
  const { to } = useSearch({ from: '/sign-in' })
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [checked, setChecked] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)

  async function submit(event: FormEvent) {
    event.preventDefault()
    setChecked(true)
    if (email.trim() === '' || password === '') return
    setBusy(true)
    setError(null)
    try {
      await api.post('/api/auth/sign-in/email', { email: email.trim(), password })
      client.clear()
      // An address of our own (the router checked it) with whatever search it has.
      history.push(to ?? '/')
    } catch (problem) {
      const wrong = problem instanceof Refused && (problem.status === 401 || problem.status === 403 || problem.status === 400)
      setError(wrong ? new Refused('bad_credentials', 401, say('auth.signIn.bad'), say('auth.signIn.forgotten')) : problem)
    } finally {
      setBusy(false)
    }
  }

  return (
    <Gate title={say('auth.signIn.title')} lead={say('auth.signIn.lead')}>
      <form className="stack" onSubmit={event => void submit(event)} noValidate>
        <TextInput label={say('auth.signIn.email')} type="email" name="email" autoComplete="username" autoFocus value={email} onChange={event => setEmail(event.currentTarget.value)}
          error={checked && email.trim() === '' ? say('auth.signIn.emailNeeded') : null} />
        <PasswordInput label={say('auth.signIn.password')} name="password" autoComplete="current-password" value={password} onChange={event => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': say('auth.show') }} error={checked && password === '' ? say('auth.signIn.passwordNeeded') : null} />
        {error !== null && <ErrorNote error={error} />}
        <Button type="submit" size="sm" loading={busy} fullWidth>{say('auth.signIn.submit')}</Button>
      </form>
    </Gate>
  )
}
