import { ActionIcon, Menu, Tooltip, useMantineColorScheme } from '@mantine/core'
import { IconAlertTriangle, IconCommand, IconPhoneIncoming, IconUser } from '@tabler/icons-react'
import { Link, Outlet, useNavigate, useRouterState, useSearch } from '@tanstack/react-router'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useEffect, useState } from 'react'
import type { Language } from '../../src/staff/api.ts'
import { api } from '../kit/api.ts'
import { listenToKeys, useCommands, type Command } from '../kit/commands.ts'
import { Bone, cx, useTimes } from '../kit/pieces.tsx'
import { speak, useWords } from '../kit/words.ts'
import { AlarmBar } from '../rooms/alarms/alarm-bar.tsx'
import { BacklogBar } from '../rooms/channels/backlog-bar.tsx'
import { useLive } from '../rooms/http/use-live.ts'
import type { LiveState } from '../rooms/http/live.ts'
import { OutageBanner } from '../rooms/incidents/banner.tsx'
import { quarantineQuery } from '../rooms/intake/data.ts'
import { meQuery, useMe } from '../rooms/staff/me.ts'
import { useCounts, views } from '../rooms/tickets/data.ts'
import { HealthDot } from './health.tsx'
import { PracticeBar } from './practice-bar.tsx'
import { SectionsMenu, useSectionCommands } from './sections.tsx'
import { defaultView } from './views.ts'
import './shell.css'

const Palette = lazy(() => import('./palette.tsx'))
const KeysHelp = lazy(() => import('./keys-help.tsx'))
const PasswordDialog = lazy(() => import('../rooms/staff/password-dialog.tsx'))
const TelegramDialog = lazy(() => import('../rooms/alarms/telegram-dialog.tsx'))
const ByHand = lazy(() => import('../rooms/tickets/by-hand.tsx'))

/** The frame of every screen behind the sign-in: header, live connection, commands, dialogs that open anywhere. */
export function Shell() {
  const { say } = useWords()
  const me = useMe()
  const client = useQueryClient()
  const navigate = useNavigate()
  const live = useLive()
  const sectionCommands = useSectionCommands()
  const [open, setOpen] = useState<'palette' | 'keys' | 'byHand' | 'password' | 'telegram' | null>(null)

  useEffect(listenToKeys, [])
  useEffect(() => void speak(me.language), [me.language])

  useCommands([
    { id: 'palette', group: 'general', label: say('shell.commands.palette'), keys: ['mod+k'], inFields: true, quiet: true, run: () => setOpen(before => (before === 'palette' ? null : 'palette')) },
    { id: 'keys', group: 'general', label: say('shell.commands.keys'), keys: ['?'], run: () => setOpen('keys') },
    { id: 'by-hand', group: 'general', label: say('shell.commands.byHand'), keys: ['p'], run: () => setOpen('byHand') },
    ...views.map((view, index): Command => ({
      id: `view-${view}`, group: 'general', label: say('shell.commands.view', { view: say(`shell.views.${view}`) }), keys: [`alt+${index + 1}`],
      run: () => void navigate({ to: '/', search: view === defaultView ? {} : { view } }),
    })),
    { id: 'telegram', group: 'general', label: say('alarms.telegram.menu'), run: () => setOpen('telegram') },
    ...sectionCommands,
    { id: 'refresh', group: 'general', label: say('shell.commands.refresh'), run: () => void client.invalidateQueries() },
    ...(me.practice ? [] : [{ id: 'password', group: 'general' as const, label: say('shell.me.password'), run: () => setOpen('password') }]),
  ])

  const close = () => setOpen(null)
  return (
    <div className="shell">
      <a className="skip" href="#content">{say('shell.skip')}</a>
      {me.practice && <PracticeBar chat={me.practiceChat} mail={me.practiceMail} />}
      <header className="top">
        <Link to="/" search={{}} className="brand" aria-label={say('kit.product')}>
          <img src={new URL('../icon.svg', import.meta.url).href} width={22} height={22} alt="" />
          <span>{say('kit.product')}</span>
        </Link>
        <ViewTabs />
        <div className="top-end">
          <ConnectionSign live={live} />
          <HealthDot lost={live.status === 'stale'} />
          {me.role !== 'specialist' && <QuarantineCount />}
          <button type="button" className="top-button" onClick={() => setOpen('byHand')} title={say('shell.callTitle')}>
            <IconPhoneIncoming size={16} stroke={1.8} aria-hidden /><span>{say('shell.call')}</span>
          </button>
          <Tooltip label={`${say('shell.palette.open')} · Ctrl+K`}>
            <ActionIcon variant="subtle" color="gray" size={32} aria-label={say('shell.palette.open')} onClick={() => setOpen('palette')}><IconCommand size={18} stroke={1.7} /></ActionIcon>
          </Tooltip>
          <SectionsMenu />
          <MyMenu showKeys={() => setOpen('keys')} changePassword={() => setOpen('password')} linkTelegram={() => setOpen('telegram')} />
        </div>
      </header>
      <AlarmBar />
      <BacklogBar />
      <OutageBanner />
      <div id="content" className="content" tabIndex={-1}><Outlet /></div>
      <Suspense fallback={null}>
        {open === 'palette' && <Palette close={close} />}
        {open === 'password' && <PasswordDialog close={close} />}
        {open === 'telegram' && <TelegramDialog close={close} />}
        {open === 'keys' && <KeysHelp close={close} />}
        {open === 'byHand' && <ByHand close={close} />}
      </Suspense>
    </div>
  )
}

/** The same frame while it is not yet known who is there. */
export function ShellBones() {
  return (
    <div className="shell" aria-busy>
      <header className="top"><Bone width={110} height={18} /><div className="grow" /><Bone width={180} height={18} /></header>
      <div className="content" />
    </div>
  )
}

function ViewTabs() {
  const { say } = useWords()
  const counts = useCounts().data
  const onDesk = useRouterState({ select: state => state.location.pathname === '/' || state.location.pathname.startsWith('/tickets/') })
  const search: { view?: unknown } = useSearch({ strict: false })
  const current = onDesk ? (search.view ?? defaultView) : null
  return (
    <nav className="views" aria-label={say('shell.viewsLabel')}>
      {views.map(view => (
        <Link key={view} to="/" search={view === defaultView ? {} : { view }} className={cx('view', view, current === view && 'current')} aria-current={current === view ? 'page' : undefined} activeOptions={{ exact: true, includeSearch: true }}>
          {say(`shell.views.${view}`)}
          {counts !== undefined && <span className={cx('count num', counts[view] === 0 && 'zero')}>{counts[view]}</span>}
        </Link>
      ))}
    </nav>
  )
}

/** Says when what is on the screen may be out of date, and as of when it is true (pain 18). */
function ConnectionSign({ live }: { live: LiveState }) {
  const { say } = useWords()
  const times = useTimes()
  const [wasStale, remember] = useState(false)
  useEffect(() => {
    if (live.status === 'stale') remember(true)
  }, [live.status])
  if (live.status === 'on') return <span className="hidden-label" role="status">{say(wasStale ? 'shell.live.back' : 'shell.live.on')}</span>
  if (live.status === 'connecting') return <span className="hidden-label" role="status">{say('shell.live.connecting')}</span>
  return (
    <Tooltip label={say('shell.live.retrying')}>
      <span className="mark warn stale" role="status"><IconAlertTriangle size={14} aria-hidden />{live.heardAt === null ? say('shell.live.connecting') : say('shell.live.stale', { time: times.time(live.heardAt) })}</span>
    </Tooltip>
  )
}

function QuarantineCount() {
  const { say } = useWords()
  const page = useQuery(quarantineQuery).data
  const count = page?.rows.length ?? 0
  if (count === 0) return null
  return <Link to="/quarantine" className="mark warn top-mark"><IconAlertTriangle size={14} aria-hidden /><span>{say('shell.quarantine', { count })}</span><b className="num" aria-hidden>{count}{page?.next === null ? '' : '+'}</b></Link>
}

function MyMenu({ showKeys, changePassword, linkTelegram }: { showKeys: () => void; changePassword: () => void; linkTelegram: () => void }) {
  const { say, language } = useWords()
  const me = useMe()
  const client = useQueryClient()
  const navigate = useNavigate()
  const { colorScheme, setColorScheme } = useMantineColorScheme()

  async function choose(next: Language) {
    await speak(next)
    client.setQueryData(meQuery.queryKey, { ...me, language: next })
    await api.patch('/api/me', { language: next }).catch(() => {})
    void client.invalidateQueries({ queryKey: meQuery.queryKey })
  }
  async function leave() {
    await api.post('/api/auth/sign-out').catch(() => {})
    client.clear()
    await navigate({ to: '/sign-in', search: {} })
  }
  return (
    <Menu position="bottom-end" width={250} shadow="md" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon variant="light" size={32} radius="xl" aria-label={say('shell.me.menu')}><IconUser size={17} stroke={1.8} /></ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label><b className="me">{me.name}</b> {say(`shell.roles.${me.role}`)}</Menu.Label>
        <Menu.Divider />
        <Menu.Label>{say('shell.me.language')}</Menu.Label>
        <Menu.RadioGroup value={language} onChange={value => void choose(value === 'en' ? 'en' : 'ru')}>
          <Menu.RadioItem value="ru" closeMenuOnClick>{say('shell.me.russian')}</Menu.RadioItem>
          <Menu.RadioItem value="en" closeMenuOnClick>{say('shell.me.english')}</Menu.RadioItem>
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Label>{say('shell.me.scheme')}</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={value => setColorScheme(value === 'light' || value === 'dark' ? value : 'auto')}>
          <Menu.RadioItem value="light">{say('shell.me.light')}</Menu.RadioItem>
          <Menu.RadioItem value="dark">{say('shell.me.dark')}</Menu.RadioItem>
          <Menu.RadioItem value="auto">{say('shell.me.auto')}</Menu.RadioItem>
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item onClick={showKeys}>{say('shell.me.keys')}</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={linkTelegram}>{say('alarms.telegram.menu')}</Menu.Item>
        {!me.practice && <Menu.Item onClick={changePassword}>{say('shell.me.password')}</Menu.Item>}
        <Menu.Item onClick={() => void leave()}>{say('shell.me.signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
