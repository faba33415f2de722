/**
 * The order of rooms. A room may import itself and rooms to its left; `test/house.test.ts` checks it from the import lines.
 * `words` holds phrases only; `config`, `timetable` and `main` are single files of the roof.
 */
export const floors = [
  'lib', 'words', 'audit', 'files', 'auth', 'staff', 'contacts', 'regulation', 'jobs', 'delivery',
  'tickets', 'messages', 'intake', 'incidents', 'releases', 'appointments', 'secrets', 'search', 'reports',
  'dialogue', 'channels', 'portal', 'http', 'main',
] as const

export type Floor = (typeof floors)[number]

/** File (or folder) names in a room that may touch the world; every other file of a room is pure. */
export const reservedNames = ['store', 'actions', 'routes', 'jobs', 'client', 'index'] as const

/** Rooms of the ground and the roof: the purity rule does not hold there. */
export const worldly: readonly Floor[] = ['lib', 'main']
