import { asking } from './asking.ts'
import { auth } from './auth.ts'
import { competence } from './competence.ts'
import { contacts } from './contacts.ts'
import { imports } from './import.ts'
import { intake } from './intake.ts'
import { kit } from './kit.ts'
import { messages } from './messages.ts'
import { shell } from './shell.ts'
import { shifts } from './shifts.ts'
import { staff } from './staff.ts'
import { tickets } from './tickets.ts'

export const ru = { kit, asking, auth, shell, tickets, messages, contacts, imports, competence, staff, intake, shifts } as const
