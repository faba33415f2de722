import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { z } from 'zod'
import type { invitationList, invited, Member, resetLink, Role } from '../../../src/staff/api.ts'
import { api } from '../../kit/api.ts'
import { FormDialog } from '../../kit/form-dialog.tsx'
import { limits } from '../../kit/limits.ts'
import { at, Bone, Empty, ErrorNote, useTimes } from '../../kit/pieces.tsx'
import { toldRefusal } from '../../kit/told.ts'
import { useWords } from '../../kit/words.ts'
import { LinkReady } from './link-ready.tsx'
import { useMe } from './me.ts'

const roles = ['specialist', 'lead', 'admin'] as const satisfies readonly Role[]
const asRole = (value: string): Role => roles.find(role => role === value) ?? 'specialist'

/** Who works here: invite by a one-time link, change roles, give a link for a new password, switch people off and on. */
export function StaffPage() {
  const { say } = useWords()
  const me = useMe()
  const staff = useQuery({ queryKey: ['staff', 'all'], queryFn: () => api.get<Member[]>('/api/staff?all=true') })
  const [inviting, setInviting] = useState(false)
  const canManage = me.role === 'admin'
  return (
    <main className="page">
      <div className="row wrap"><div className="grow"><h1>{say('staff.title')}</h1><p className="dim">{say('staff.lead')}</p></div>{canManage && <Button size="sm" onClick={() => setInviting(true)}>{say('staff.invite')}</Button>}</div>
      {staff.isPending && <div className="stack panel" style={{ padding: 16 }}><Bone /><Bone /><Bone /></div>}
      {staff.isError && <ErrorNote error={staff.error} retry={() => void staff.refetch()} />}
      {staff.isSuccess && (
        <div className="panel table-scroll page-table" tabIndex={0} role="region" aria-label={say('staff.title')}>
          <table className="table">
            <thead><tr><th>{say('staff.name')}</th><th>{say('staff.email')}</th><th>{say('staff.role')}</th><th><span className="hidden-label">{say('staff.actions')}</span></th></tr></thead>
            <tbody>{staff.data.map(member => <Row key={member.id} member={member} own={member.id === me.id} canManage={canManage} />)}</tbody>
          </table>
        </div>
      )}
      {canManage && <Invitations />}
      {staff.data?.length === 1 && <Empty title={say('staff.empty')} text={say('staff.emptyText')} />}
      {inviting && <Invite close={() => setInviting(false)} />}
    </main>
  )
}

/** Links handed out and not used yet; one that went astray is withdrawn. */
function Invitations() {
  const { say } = useWords()
  const times = useTimes()
  const client = useQueryClient()
  const invitations = useQuery({ queryKey: ['staff', 'invitations'], queryFn: () => api.get<z.infer<typeof invitationList>>('/api/staff/invitations') }).data ?? []
  if (invitations.length === 0) return null
  async function withdraw(id: string) {
    try {
      await api.delete(`/api/staff/invitations/${id}`)
      await client.invalidateQueries({ queryKey: ['staff'] })
    } catch (error) {
      toldRefusal(error, say)
    }
  }
  return (
    <section className="panel table-scroll page-table" style={{ marginTop: 16 }}>
      <h2 className="empty-title" style={{ padding: '8px 0' }}>{say('staff.invitations')}</h2>
      <table className="table">
        <thead><tr><th>{say('staff.name')}</th><th>{say('staff.email')}</th><th>{say('staff.role')}</th><th>{say('staff.valid')}</th><th><span className="hidden-label">{say('staff.actions')}</span></th></tr></thead>
        <tbody>{invitations.map(one => <tr key={one.id}><td>{one.name}</td><td>{one.email}</td><td>{say(`shell.roles.${one.role}`)}</td><td>{one.expired ? say('staff.expired') : times.moment(at(one.expiresAt))}</td><td className="right"><Button variant="default" size="compact-xs" onClick={() => void withdraw(one.id)}>{say('staff.withdraw')}</Button></td></tr>)}</tbody>
      </table>
    </section>
  )
}

function Row({ member, own, canManage }: { member: Member; own: boolean; canManage: boolean }) {
  const { say } = useWords()
  const client = useQueryClient()
  const me = useMe()
  const [leaving, setLeaving] = useState(false)
  async function change(changes: { role?: Role; active?: boolean }) {
    await api.patch(`/api/staff/${member.id}`, changes)
    await client.invalidateQueries({ queryKey: ['staff'] })
  }
  return (
    <tr className={member.active ? undefined : 'uncounted'}>
      <td>{member.name} {own && <span className="mark">{say('staff.you')}</span>} {!member.active && <span className="mark">{say('staff.inactive')}</span>}</td>
      <td>{member.email}</td>
      <td>
        {canManage && !own && member.active
          ? <NativeSelect size="xs" miw={140} aria-label={say('staff.roleOf', { name: member.name })} value={member.role} onChange={event => void change({ role: asRole(event.currentTarget.value) }).catch(error => toldRefusal(error, say))} data={roles.map(role => ({ value: role, label: say(`shell.roles.${role}`) }))} />
          : say(`shell.roles.${member.role}`)}
      </td>
      <td className="right">
        <div className="row wrap" style={{ justifyContent: 'flex-end' }}>
          {canManage && member.active && !(own && me.practice) && <ResetLink member={member} />}
          {canManage && !own && (member.active
            ? <Button variant="default" size="compact-xs" onClick={() => setLeaving(true)}>{say('staff.deactivate')}</Button>
            : <Button variant="default" size="compact-xs" onClick={() => void change({ active: true }).catch(error => toldRefusal(error, say))}>{say('staff.activate')}</Button>)}
        </div>
        {leaving && <FormDialog title={say('staff.deactivateTitle', { name: member.name })} submitLabel={say('staff.deactivate')} danger bare submit={() => change({ active: false })} close={() => setLeaving(false)}><p style={{ margin: 0 }}>{say('staff.deactivateText')}</p></FormDialog>}
      </td>
    </tr>
  )
}

/** For a colleague who forgot the password; a link made earlier ends. */
function ResetLink({ member }: { member: Member }) {
  const { say } = useWords()
  const times = useTimes()
  const [ready, setReady] = useState<z.infer<typeof resetLink> | null>(null)
  const [busy, setBusy] = useState(false)
  async function make() {
    setBusy(true)
    try {
      setReady(await api.post(`/api/staff/${member.id}/reset-link`))
    } catch (error) {
      toldRefusal(error, say)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button variant="default" size="compact-xs" loading={busy} onClick={() => void make()}>{say('staff.resetLink')}</Button>
      {ready !== null && <LinkReady title={say('staff.resetReady')} text={say('staff.resetText', { name: member.name, at: times.moment(at(ready.expiresAt)) })} link={ready.link} close={() => setReady(null)} />}
    </>
  )
}

const looksLikeMail = /^\S+@\S+\.\S+$/

function Invite({ close }: { close: () => void }) {
  const { say } = useWords()
  const times = useTimes()
  const client = useQueryClient()
  const [form, setForm] = useState<{ name: string; email: string; role: Role }>({ name: '', email: '', role: 'specialist' })
  const [ready, setReady] = useState<z.infer<typeof invited> | null>(null)
  if (ready !== null) {
    return <LinkReady title={say('staff.inviteReady')} text={say('staff.inviteText', { name: form.name, at: times.moment(at(ready.expiresAt)) })} link={ready.link} close={close} />
  }
  return (
    <FormDialog title={say('staff.inviteTitle')} submitLabel={say('staff.inviteSubmit')} ready={form.name.trim() !== '' && looksLikeMail.test(form.email.trim())} stays close={close}
      submit={async () => {
        setReady(await api.post('/api/staff/invitations', { name: form.name.trim(), email: form.email.trim(), role: form.role }))
        await client.invalidateQueries({ queryKey: ['staff'] })
      }}>
      <TextInput label={say('staff.name')} value={form.name} maxLength={limits.name} data-autofocus onChange={event => setForm({ ...form, name: event.currentTarget.value })} />
      <TextInput label={say('staff.email')} type="email" value={form.email} maxLength={320} onChange={event => setForm({ ...form, email: event.currentTarget.value })} />
      <NativeSelect label={say('staff.role')} value={form.role} onChange={event => setForm({ ...form, role: asRole(event.currentTarget.value) })} data={roles.map(role => ({ value: role, label: say(`shell.roles.${role}`) }))} />
    </FormDialog>
  )
}
