/** The time zone that a table means: an IANA name, a Russian city, «МСК+2», «UTC+5». Pure. */
import { plain } from '../words.ts'
import { isZone } from '../zone.ts'

/** Zones of Russia by their distance from Moscow, hours. */
const fromMoscow: Readonly<Record<number, string>> = {
  [-1]: 'Europe/Kaliningrad', 0: 'Europe/Moscow', 1: 'Europe/Samara', 2: 'Asia/Yekaterinburg', 3: 'Asia/Omsk', 4: 'Asia/Krasnoyarsk', 5: 'Asia/Irkutsk', 6: 'Asia/Yakutsk',
  7: 'Asia/Vladivostok', 8: 'Asia/Magadan', 9: 'Asia/Kamchatka',
}
const moscowFromUtc = 3

const cities: Readonly<Record<string, readonly string[]>> = {
  'Europe/Kaliningrad': ['калининград'],
  'Europe/Moscow': ['мск', 'москва', 'московское', 'московское время', 'санкт-петербург', 'петербург', 'спб', 'нижний новгород', 'казань', 'ростов-на-дону', 'краснодар', 'сочи', 'воронеж', 'тула', 'ярославль', 'msk', 'moscow'],
  'Europe/Samara': ['самара', 'самарское время', 'ижевск', 'тольятти'],
  'Europe/Saratov': ['саратов'], 'Europe/Volgograd': ['волгоград'], 'Europe/Ulyanovsk': ['ульяновск'], 'Europe/Astrakhan': ['астрахань'],
  'Asia/Yekaterinburg': ['екатеринбург', 'екатеринбургское время', 'екб', 'челябинск', 'уфа', 'пермь', 'тюмень', 'оренбург', 'сургут'],
  'Asia/Omsk': ['омск', 'омское время'],
  'Asia/Novosibirsk': ['новосибирск', 'новосибирское время'], 'Asia/Barnaul': ['барнаул'], 'Asia/Tomsk': ['томск'], 'Asia/Novokuznetsk': ['новокузнецк', 'кемерово'],
  'Asia/Krasnoyarsk': ['красноярск', 'красноярское время', 'норильск'],
  'Asia/Irkutsk': ['иркутск', 'иркутское время', 'улан-удэ'], 'Asia/Chita': ['чита'],
  'Asia/Yakutsk': ['якутск', 'якутское время', 'благовещенск'],
  'Asia/Vladivostok': ['владивосток', 'владивостокское время', 'хабаровск'],
  'Asia/Sakhalin': ['сахалин', 'южно-сахалинск'], 'Asia/Magadan': ['магадан', 'магаданское время'],
  'Asia/Kamchatka': ['камчатка', 'камчатское время', 'петропавловск-камчатский'],
  'Europe/Minsk': ['минск'], 'Asia/Almaty': ['алматы', 'алма-ата', 'астана'], 'Asia/Tashkent': ['ташкент'], 'Asia/Yerevan': ['ереван'], 'Asia/Tbilisi': ['тбилиси'], 'Asia/Bishkek': ['бишкек'],
}
const zoneOfCity: ReadonlyMap<string, string> = new Map(Object.entries(cities).flatMap(([zone, names]) => names.map(name => [name, zone])))

/** Null for what names no zone. */
export function readZone(text: string): string | null {
  const written = text.trim()
  if (written.includes('/')) return isZone(written) ? new Intl.DateTimeFormat('en', { timeZone: written }).resolvedOptions().timeZone : null
  const words = plain(written).replace(/^г(?:\.| )\s*/, '').replace(/\s+/g, ' ')
  const offset = /^\(?(мск|msk|utc|gmt)\s*([+-]\s*\d{1,2})?(?::00)?\)?$/.exec(words.replaceAll(/[−–—]/g, '-'))
  if (offset !== null) {
    const hours = Number((offset[2] ?? '0').replace(/\s/g, ''))
    return fromMoscow[offset[1] === 'мск' || offset[1] === 'msk' ? hours : hours - moscowFromUtc] ?? null
  }
  return zoneOfCity.get(words) ?? zoneOfCity.get(words.replaceAll(' ', '-')) ?? null
}
