import { ActionIcon, Menu } from '@mantine/core'
import { IconLayoutGrid } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import type { Permission } from '../../src/auth/permissions.ts'
import type { Command } from '../kit/commands.ts'
import { keyLabel } from '../kit/keys.ts'
import { Key } from '../kit/pieces.tsx'
import { useWords } from '../kit/words.ts'
import { allAside, asideQuery } from '../rooms/intake/data.ts'
import { useMe, type Me } from '../rooms/staff/me.ts'
import { judgingQuery } from '../rooms/tickets/data.ts'
import type { shell } from '../words/ru/shell.ts'

/** The rooms of the workspace besides the queue, on one screen: the menu, the palette and the keys read this list. */
type Section = { id: keyof (typeof shell)['sections']['names']; to: '/shift' | '/alarms' | '/incidents' | '/judging' | '/aside' | '/points' | '/import' | '/topics' | '/developments' | '/reports' | '/roster' | '/channels' | '/staff'; keys?: string; needs?: Permission }

const groups: readonly { id: 'now' | 'knowledge' | 'desk'; sections: readonly Section[] }[] = [
  { id: 'now', sections: [
    { id: 'shift', to: '/shift', keys: 'alt+s' }, { id: 'alarms', to: '/alarms' }, { id: 'incidents', to: '/incidents' }, { id: 'judging', to: '/judging', keys: 'alt+j' }, { id: 'aside', to: '/aside', needs: 'aside.handle' },
  ] },
  { id: 'knowledge', sections: [
    { id: 'points', to: '/points', keys: 'alt+p' }, { id: 'topics', to: '/topics' }, { id: 'developments', to: '/developments' }, { id: 'reports', to: '/reports', needs: 'reports.read' },
  ] },
  { id: 'desk', sections: [
    { id: 'roster', to: '/roster', keys: 'alt+g' }, { id: 'import', to: '/import', needs: 'import.run' }, { id: 'channels', to: '/channels', needs: 'channel.read' }, { id: 'staff', to: '/staff', needs: 'staff.manage' },
  ] },
]

const isOpenTo = (me: Me) => ({ needs }: Section): boolean => needs === undefined || me.may.includes(needs)

/** A command for each section that this person may enter. */
export function useSectionCommands(): Command[] {
  const { say } = useWords()
  const me = useMe()
  const navigate = useNavigate()
  return groups.flatMap(group => group.sections).filter(isOpenTo(me)).map(({ id, to, keys }): Command => ({
    id, group: 'general', label: say(`shell.sections.names.${id}`), ...(keys === undefined ? {} : { keys: [keys] }), run: () => void navigate({ to }),
  }))
}

export function SectionsMenu() {
  const { say } = useWords()
  const me = useMe()
  const navigate = useNavigate()
  const [open, setOpen] = useState(false)
  const judging = useQuery({ ...judgingQuery, enabled: open, staleTime: 0 }).data?.length ?? 0
  const aside = allAside(useQuery({ ...asideQuery, enabled: open && me.may.includes('aside.handle') }).data) ?? 0
  return (
    <Menu opened={open} onChange={setOpen} position="bottom-end" width={260} shadow="md" withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={32} aria-label={say('shell.sections.title')} title={say('shell.sections.title')}><IconLayoutGrid size={18} stroke={1.7} /></ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {groups.map(group => ({ ...group, sections: group.sections.filter(isOpenTo(me)) })).filter(group => group.sections.length > 0).map((group, index) => (
          <div key={group.id} role="group" aria-label={say(`shell.sections.groups.${group.id}`)}>
            {index > 0 && <Menu.Divider />}
            <Menu.Label aria-hidden>{say(`shell.sections.groups.${group.id}`)}</Menu.Label>
            {group.sections.map(({ id, to, keys }) => <Menu.Item key={id} onClick={() => void navigate({ to })} rightSection={keys === undefined ? null : <span aria-hidden><Key>{keyLabel(keys, false)}</Key></span>}>{say(`shell.sections.names.${id}`)}{id === 'judging' && judging > 0 && <> <span className="mark warn num">{judging}</span></>}{id === 'aside' && aside > 0 && <> <span className="mark num">{aside}</span></>}</Menu.Item>)}
          </div>
        ))}
        <Menu.Divider />
        <Menu.Item component="a" href="/regulation" target="_blank">{say('shell.me.regulation')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
