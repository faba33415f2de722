/** Words of the mail channel: what a letter of ours says of itself, findings of the self-tests. */
export const email = {
  letter: {
    /** Where a letter has no subject of its own. */
    subject: 'Ваше обращение в поддержку',
    footer: (name: string, numbered: boolean) => `${name}. Чтобы ответить, просто ответьте на это письмо${numbered ? ' и оставьте номер заявки в теме' : ''}.`,
    page: 'Заявка на сайте', pageLink: 'Открыть заявку на сайте',
  },
  smtp: {
    none: 'Отправка не настроена: из этого ящика письма не уйдут.',
    resolve: (host: string) => `Сервера ${host} не нашли: проверьте имя.`,
    unreachable: (host: string, port: number, detail: string) => `Сервер ${host}, порт ${port}, не отвечает: ${detail}`,
    tls: (host: string, detail: string) => `Защищённого соединения с ${host} не получилось: ${detail}`,
    open: 'Связь не зашифрована. Так можно только с сервером на этой же машине.',
    signIn: 'Сервер не принял имя или пароль. Почтовым службам обычно нужен отдельный пароль для приложений.',
    token: 'Разрешение на вход (OAuth2) больше не действует. Выдайте его заново.',
    from: (address: string, detail: string) => `Сервер не даёт отправлять письма от имени ${address}: ${detail}`,
    refused: (detail: string) => `Сервер отвечает отказом: ${detail}`,
    ready: (host: string) => `Отправка через ${host} работает: вход выполнен, адрес отправителя принят.`,
    size: (megabytes: number) => `Сервер принимает письма до ${megabytes} МБ.`,
    small: (megabytes: number) => `Сервер принимает письма только до ${megabytes} МБ: большие файлы не уйдут.`,
    unsigned: 'Подпись DKIM не настроена. Если её не ставит сам сервер, письма чаще попадают в спам.',
    key: 'Ключ DKIM не читается: нужен закрытый ключ RSA или Ed25519 в формате PEM.',
  },
}
