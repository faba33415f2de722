/** The people and places of all stories. */
import { addUser } from '../../src/auth/store.ts'
import { stamp, tx, type Db } from '../../src/lib/db.ts'
import { newId } from '../../src/lib/ids.ts'
import type { Instant } from '../../src/lib/instant.ts'
import { addMember } from '../../src/staff/store.ts'

export const points = {
  berezka: { name: 'Кафе «Берёзка»', address: 'Москва, Кузнецкий Мост, 7', token: 'berezka-kassa', timeZone: 'Europe/Moscow' },
  arbat: { name: 'Кафе «Берёзка» на Арбате', address: 'Москва, Арбат, 24', token: 'berezka-arbat', timeZone: 'Europe/Moscow' },
  pelmennaya: { name: '«Пельменная № 3»', address: 'Санкт-Петербург, Невский проспект, 30', token: 'pelmennaya-3', timeZone: 'Europe/Moscow' },
  priboy: { name: 'Суши-бар «Прибой»', address: 'Владивосток, Светланская, 11', token: 'priboy-kassa', timeZone: 'Asia/Vladivostok' },
} as const
export type PointName = keyof typeof points

const colleagues = {
  anna: { name: 'Анна Орлова', email: 'anna@jupiter.example', role: 'specialist' },
  igor: { name: 'Игорь Лапин', email: 'igor@jupiter.example', role: 'specialist' },
  marina: { name: 'Марина Ким', email: 'marina@jupiter.example', role: 'lead' },
} as const
export type Colleague = keyof typeof colleagues

/** Writes them down; gives the ids. */
export async function settleCast(db: Db, now: Instant): Promise<{ points: Record<PointName, string>; staff: Record<Colleague, string> }> {
  return tx(db, async inner => {
    const company = newId()
    const createdAt = stamp(now)
    await inner.insertInto('companies').values({ id: company, name: 'ООО «Белая берёза»', createdAt }).execute()
    const pointIds = ids(points)
    for (const [key, { token, ...point }] of Object.entries(points)) {
      await inner.insertInto('points').values({ id: pointIds[key as PointName], companyId: company, ...point, linkToken: token, createdAt }).execute()
    }
    const staffIds = ids(colleagues)
    for (const [key, { name, email, role }] of Object.entries(colleagues)) {
      const id = staffIds[key as Colleague]
      await addUser(inner, { id, name, email, passwordHash: null, at: now })
      await addMember(inner, { id, name, email, role, language: 'ru', practice: false, at: now })
    }
    return { points: pointIds, staff: staffIds }
  })
}

const ids = <K extends string>(named: Readonly<Record<K, unknown>>): Record<K, string> =>
  Object.fromEntries(Object.keys(named).map(key => [key, newId()])) as Record<K, string>
