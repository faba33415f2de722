import { Button, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useState, type FormEvent } from 'react'
import type { z } from 'zod'
import type { welcomeInfo } from '../../../src/staff/api.ts'
import { api, Refused } from '../../kit/api.ts'
import { Bone, ErrorNote } from '../../kit/pieces.tsx'
import { useWords } from '../../kit/words.ts'
import { Gate } from './gate.tsx'
import { NewPassword, wrongIn } from './new-password.tsx'

type Info = z.infer<typeof welcomeInfo>
const looksLikeMail = /^\S+@\S+\.\S+$/

/** A one-time link: the first administrator, or an invited colleague, sets name and password; a colleague who forgot the password sets a new one. */
export function Welcome() {
  const { token } = useParams({ from: '/welcome/$token' })
  const { say } = useWords()
  const info = useQuery({ queryKey: ['welcome', token], queryFn: () => api.get<Info>(`/api/welcome/${encodeURIComponent(token)}`), retry: false, staleTime: Infinity })

  if (info.isPending) return <Gate title={say('kit.loading')} lead=""><div className="stack"><Bone height={36} /><Bone height={36} /><Bone height={36} /></div></Gate>
  if (info.isError) {
    const spent = info.error instanceof Refused && [404, 410].includes(info.error.status)
    if (!spent) return <Gate title={say('kit.refused.unknown')} lead=""><ErrorNote error={info.error} retry={() => void info.refetch()} /></Gate>
    return <Gate title={say('auth.welcome.spentTitle')} lead={say('auth.welcome.spentText')}><Link to="/sign-in" search={{}}>{say('auth.welcome.toSignIn')}</Link></Gate>
  }
  const { title, lead } = {
    first_admin: { title: say('auth.welcome.firstTitle'), lead: say('auth.welcome.firstLead') },
    invitation: { title: say('auth.welcome.inviteTitle'), lead: say('auth.welcome.inviteLead', { role: say(`shell.roles.${info.data.role}`) }) },
    reset: { title: say('auth.welcome.resetTitle'), lead: say('auth.welcome.resetLead', { name: info.data.name ?? '' }) },
  }[info.data.kind]
  return (
    <Gate title={title} lead={lead}>
      <WelcomeForm token={token} info={info.data} />
    </Gate>
  )
}

function WelcomeForm({ token, info }: { token: string; info: Info }) {
  const { say } = useWords()
  const client = useQueryClient()
  const reset = info.kind === 'reset'
  const navigate = useNavigate()
  const [form, setForm] = useState({ name: info.name ?? '', email: info.email ?? '', password: '', repeat: '' })
  const [checked, setChecked] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const [busy, setBusy] = useState(false)
  const set = (field: keyof typeof form) => (event: FormEvent<HTMLInputElement>) => {
    const { value } = event.currentTarget
    setForm(before => ({ ...before, [field]: value }))
  }
  const wrong = {
    name: form.name.trim() === '' ? say('auth.welcome.nameNeeded') : null,
    email: looksLikeMail.test(form.email.trim()) ? null : say('auth.welcome.emailNeeded'),
    ...wrongIn(form, say),
  }
  const shown = (field: keyof typeof wrong) => (checked ? wrong[field] : null)

  async function submit(event: FormEvent) {
    event.preventDefault()
    setChecked(true)
    if (Object.values(wrong).some(problem => problem !== null)) return
    setBusy(true)
    setError(null)
    try {
      await api.post(`/api/welcome/${encodeURIComponent(token)}`, reset ? { password: form.password } : { name: form.name.trim(), email: form.email.trim(), password: form.password })
      client.clear()
      await navigate({ to: '/' })
    } catch (problem) {
      setError(problem)
    } finally {
      setBusy(false)
    }
  }

  return (
    <form className="stack" onSubmit={event => void submit(event)} noValidate>
      {!reset && <TextInput label={say('auth.welcome.name')} description={say('auth.welcome.nameHint')} name="name" autoComplete="name" autoFocus value={form.name} onChange={set('name')} error={shown('name')} />}
      <TextInput label={say('auth.welcome.email')} type="email" name="email" autoComplete="username" value={form.email} onChange={set('email')} error={shown('email')} readOnly={info.email !== null} />
      <NewPassword label={say(reset ? 'auth.welcome.newPassword' : 'auth.welcome.password')} typed={form} change={typed => setForm(before => ({ ...before, ...typed }))} wrong={{ password: shown('password'), repeat: shown('repeat') }} autoFocus={reset} />
      {error !== null && <ErrorNote error={error} />}
      <Button type="submit" size="sm" loading={busy} fullWidth>{say(reset ? 'auth.welcome.resetSubmit' : 'auth.welcome.submit')}</Button>
    </form>
  )
}
