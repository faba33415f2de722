import type { CastMember } from './pages.ts'

/** People for a first try when nobody else is named. Practice mode passes its own, tied to its points of sale. */
export const practiceCast: readonly CastMember[] = [
  {
    id: 910_000_001, firstName: 'Ольга', lastName: 'Ветрова', role: 'администратор, кафе «Берёзка»', phone: '+79161234501',
    link: { label: 'QR у кассы', payload: 'qr-berezka' },
    place: { latitude: 55.7602, longitude: 37.6186, title: 'Кафе «Берёзка»', address: 'Москва, Кузнецкий Мост, 7' },
  },
  { id: 910_000_002, firstName: 'Тимур', lastName: 'Сафин', role: 'кассир, кафе «Берёзка»', phone: '+79161234502', link: { label: 'QR у кассы', payload: 'qr-berezka' } },
  {
    id: 910_000_003, firstName: 'Нина', lastName: 'Аркадьевна', role: 'управляющая, «Пельменная № 3»', phone: '+79211234503',
    place: { latitude: 59.9343, longitude: 30.3351, title: '«Пельменная № 3»', address: 'Санкт-Петербург, Невский проспект, 30' },
  },
  { id: 910_000_004, firstName: 'Глеб', role: 'су-шеф, пишет ночью', phone: '+79031234504' },
]
