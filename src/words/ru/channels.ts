/** What the desk says of channels that people add in the workspace: findings, alarms, lines of a ticket's history. */
export const channels = {
  /** The secret of the desk is another one than when passwords were typed. */
  sealed: 'Секрет рабочего места сменился: введите пароль или токен заново.',
  /** A self-test that could not be carried out to its end. */
  broke: 'Проверка оборвалась из-за нашей ошибки. Подробности в журнале сервера.',
  names: { telegram: 'Telegram', email: 'почта', portal: 'форма на сайте', phone: 'телефон', api: 'API' } as Record<string, string>,
  /** An inner note on each ticket whose messages go another way. */
  rerouted: (from: string, to: string) => `Сообщения клиенту не уходили через «${from}»: переключили на «${to}». Дальше переписка идёт там.`,
  door: {
    open: (host: string, port: number) => `Дверь для писем открыта: ${host}, порт ${port}.`,
    free: (host: string, port: number) => `Адрес ${host}, порт ${port}, свободен: дверь откроется после сохранения.`,
    busy: (port: number) => `Порт ${port} уже занят другой программой. Выберите другой.`,
    forbidden: (port: number) => `Порт ${port} система занять не разрешает. Возьмите порт больше 1024 и пересылайте на него.`,
    noAddress: (host: string) => `У этого компьютера нет адреса ${host}. Впишите свой адрес или 0.0.0.0.`,
    failed: (detail: string) => `Дверь не открывается: ${detail}`,
    tlsOk: 'Сертификат и ключ подходят друг к другу.',
    tlsBad: 'Сертификат или ключ не читаются или не подходят друг к другу.',
    noTls: 'Шифрования нет: письма по сети идут открытыми.',
  },
  alarm: {
    failed: (name: string, detail: string | null) => ({ title: `${name}: нет связи`, text: detail ?? 'Сообщения через этот канал не приходят и не уходят.' }),
    late: (name: string, waiting: number, minutes: number) => ({ title: `${name}: не доставлено ${waiting}`, text: `Самое старое сообщение ждёт ${minutes} мин. Его можно отправить другим путём.` }),
    counts: (name: string, missing: number) => ({ title: `${name}: не сходится счёт писем`, text: `На почтовом сервере на ${missing} больше, чем записано у нас. Откройте ящик и проверьте.` }),
  },
}

export type ChannelWords = typeof channels
