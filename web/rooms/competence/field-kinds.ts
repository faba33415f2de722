import type { FieldKind } from '../../../src/competence/api.ts'

/** The kinds without the server's validation library; the type makes a missing one an error of the compiler. */
const kinds: Readonly<Record<FieldKind, true>> = { text: true, number: true, date: true }
export const fieldKinds = Object.keys(kinds) as FieldKind[]
