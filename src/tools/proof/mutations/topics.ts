/** Sections 4 and 5: what support does, and what it does not. */
import type { Mutation } from '../mutation.ts'
import { regulation, rooms, rules, stories } from './where.ts'

/** A topic whose regulation says that somebody else does the work. `find` and `replace`: the end of its title, and the mode after it. */
const otherMode = (id: string, name: string, find: string, replace: string, more: readonly string[] = []): Mutation =>
  ({ name, clauses: [id, ...more], file: regulation, find, replace, tests: [rooms.topics] })

export const topicMutations: readonly Mutation[] = [
  otherMode('R-4.1.1', 'the central infrastructure: explained instead of performed', 'е серверы программы работали\n    mode: perform', 'е серверы программы работали\n    mode: advise'),
  otherMode('R-4.1.2', 'orders from outside: explained instead of performed', 'х приложений доходили до вас\n    mode: perform', 'х приложений доходили до вас\n    mode: advise'),
  otherMode('R-4.1.3', 'the day at the till: explained instead of solved together', 'крывается или не закрывается\n    mode: help', 'крывается или не закрывается\n    mode: advise'),
  otherMode('R-4.1.4', 'data after long silence: explained instead of solved together', 'долго осталась без интернета\n    mode: help', 'долго осталась без интернета\n    mode: advise'),
  otherMode('R-4.2.1', 'updates: explained instead of performed', 'м последнюю версию программы\n    mode: perform', 'м последнюю версию программы\n    mode: advise'),
  otherMode('R-4.2.2', 'a new computer: explained instead of performed', 'ер или меняется оборудование\n    mode: perform', 'ер или меняется оборудование\n    mode: advise'),
  otherMode('R-4.2.3', 'restoring a database: explained instead of performed', 'зу данных из резервной копии\n    mode: perform', 'зу данных из резервной копии\n    mode: advise'),
  otherMode('R-4.2.4', 'administrative codes: explained instead of performed', 'и разрешают разовые действия\n    mode: perform', 'и разрешают разовые действия\n    mode: advise'),
  otherMode('R-4.2.5', 'accounts of new employees: explained instead of solved together', 'м учётные записи в программе\n    mode: help', 'м учётные записи в программе\n    mode: advise'),
  otherMode('R-4.3.1', 'mending the program: explained instead of performed', 'шибки и сбои самой программы\n    mode: perform', 'шибки и сбои самой программы\n    mode: advise'),
  otherMode('R-4.3.2', 'finding the cause: explained instead of solved together', 'едёт себя не так, как должна\n    mode: help', 'едёт себя не так, как должна\n    mode: advise'),
  otherMode('R-4.4.1', 'setting up equipment: explained instead of performed', 'истратор, принтер или сканер\n    mode: perform', 'истратор, принтер или сканер\n    mode: advise'),
  otherMode('R-4.4.2', 'faults of equipment: explained instead of solved together', 'ичину и советуем, что делать\n    mode: help', 'ичину и советуем, что делать\n    mode: advise'),
  otherMode('R-4.5.1', 'goods and recipes: performed instead of explained', 'зделие, услугу или рецептуру\n    mode: advise', 'зделие, услугу или рецептуру\n    mode: perform', ['A-30']),
  otherMode('R-4.5.2', 'the menu: performed instead of explained', 'объясняем, как собрать меню\n    mode: advise', 'объясняем, как собрать меню\n    mode: perform'),
  otherMode('R-4.5.3', 'promotions: performed instead of explained', 'ки, скидки и облачные бонусы\n    mode: advise', 'ки, скидки и облачные бонусы\n    mode: perform'),
  otherMode('R-4.5.4', 'reports: explained instead of solved together', 'м получить стандартный отчёт\n    mode: help', 'м получить стандартный отчёт\n    mode: advise'),
  otherMode('R-4.5.5', 'stock documents: explained instead of solved together', ' оформить складской документ\n    mode: help', ' оформить складской документ\n    mode: advise'),
  otherMode('R-4.5.6', 'stock balances: explained instead of solved together', ' почему остатки именно такие\n    mode: help', ' почему остатки именно такие\n    mode: advise'),
  otherMode('R-4.5.7', 'protocols of orders: explained instead of performed', 'подробный протокол по заказу\n    mode: perform', 'подробный протокол по заказу\n    mode: advise'),
  otherMode('R-4.5.8', 'stocktaking: explained instead of solved together', 'ока вы пересчитываете товар"\n    mode: help', 'ока вы пересчитываете товар"\n    mode: advise'),
  {
    name: 'the program answers for itself and for no equipment', clauses: ['R-4.0.2'], file: regulation,
    find: '{ id: "4.4", title: Оборудование }', replace: '{ id: "4.4", title: Разное }', tests: [rooms.topics],
  },
  {
    name: 'a fault may not be brought', clauses: ['R-4.0.1'], file: regulation,
    find: 'как он работает, как его настроить и что делать с ошибкой.', replace: 'как он работает и как его настроить.', tests: [rooms.topics],
  },
  {
    name: 'PIN pads are forgotten', clauses: ['R-4.4.2'], file: regulation,
    find: '      - { id: a, title: ПИН-пад и оплата картой }\n', replace: '', tests: [rooms.topics],
  },
  {
    name: 'a database is restored from nothing', clauses: ['R-4.2.3'], file: regulation,
    find: '    preconditions: [резервная копия хранится у вас]\n', replace: '', tests: [rooms.topics],
  },
  {
    name: 'nobody looks any more whether the program sees the device', clauses: ['R-5.1'], file: regulation,
    find: 'exception: Но проверим, видит ли программа нужное устройство.', replace: 'exception: Но посочувствуем.', tests: [rooms.topics],
  },
  {
    name: 'no advice on drivers of trade equipment', clauses: ['R-5.2', 'A-29'], file: regulation,
    find: 'exception: С драйвером торгового оборудования подскажем.', replace: 'exception: Но посочувствуем.', tests: [rooms.topics],
  },
  {
    name: 'goods and prices are not even explained', clauses: ['R-5.3'], file: regulation,
    find: 'exception: Но покажем, где и как это сделать в программе.', replace: 'exception: Но посочувствуем.', tests: [rooms.topics],
  },
  {
    name: 'the internet is not ours, not even the first look', clauses: ['R-5.4'], file: regulation,
    find: 'exception: Но сначала проверим, нет ли причины на стороне программы.', replace: 'exception: Но посочувствуем.', tests: [rooms.topics],
  },
  {
    name: 'the replies of the catalogue do not arrive', clauses: ['R-5.1', 'R-5.2', 'R-5.3', 'R-5.4', 'R-3.1.6'], file: 'src/dialogue/say.ts',
    find: '(notice.result === \'refused\' ? words.resultOutside : words.result)(number, notice.text, until)', replace: '(notice.result === \'refused\' ? words.resultOutside : words.result)(number, \'\', until)', tests: [stories.clauses],
  },
  {
    name: 'goods, prices and promotions are changed for whoever asks', clauses: ['A-30'], file: regulation,
    find: 'но вносить их за вас не станем.', replace: 'и вносим их за вас.', tests: [rooms.topics],
  },
  {
    name: 'two restaurants without orders are an outage', clauses: ['R-4.1.1', 'R-4.1.2'], file: 'src/incidents/radar.ts',
    find: 'points < values.radarPoints && strangers < values.radarStrangers', replace: 'points < values.radarPoints - 1 && strangers < values.radarStrangers', tests: [rules.radar],
  },
  {
    name: 'a restaurant far from an outage is counted in', clauses: ['R-4.1.1', 'R-4.1.2'], file: 'src/incidents/match.ts',
    find: '  if (kind.scope === \'points\' && !report.pointIds.some(point => kind.points.has(point))) return null\n', replace: '', tests: [rules.outages],
  },
  {
    name: 'whom an outage touches is told nothing', clauses: ['R-4.1.1', 'R-4.1.2'], file: 'src/tickets/notices.ts',
    find: 'command?.type !== \'tell_incident\' ? [] : [{', replace: 'command?.type !== \'hear\' ? [] : [{', tests: [stories.outage],
  },
  {
    name: 'a setup is promised without asking for driver and test page', clauses: ['R-4.4.1'], file: 'src/competence/card.ts',
    find: 'preconditions: card.preconditions ?? below.preconditions,', replace: 'preconditions: [],', tests: [rules.cards],
  },
  {
    name: 'the order protocol is done before it is there', clauses: ['R-4.5.7'], file: 'src/tickets/decide/ending.ts',
    find: '    if (command.kind === \'done\' && command.incident === undefined && situation.deliverableNeeded && ticket.deliverable === null) return new Refusal(\'deliverable_missing\', { number: ticket.number })\n', replace: '', tests: [rules.decide],
  },
  {
    name: 'an order protocol needs no file', clauses: ['R-4.5.7'], file: 'src/competence/deliverable.ts',
    find: '...(form.fileRequired && given.files === 0 ? [\'file\'] : [])', replace: '...[]', tests: [rules.cards],
  },
  {
    name: 'nobody is told for when the help was agreed', clauses: ['R-4.5.8'], file: 'src/tickets/notices.ts',
    find: 'case \'help_scheduled\': return [{ kind: \'help_scheduled\', at: event.helpAt, note: event.note }]', replace: 'case \'help_scheduled\': return []', tests: [stories.results],
  },
]
