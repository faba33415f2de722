/** Words of the mail channel: findings of its self-tests, what its health says, words that letters of the desk add. */

/** What goes wrong with a mail server, whichever way letters go. `detail`: the server's or the system's own words. */
export type ImapWords = {
  findings: {
    imap_name_ok: (host: string) => string
    imap_name_bad: (host: string) => string
    imap_unreachable: (host: string, port: number, detail: string) => string
    imap_tls_ok: (protocol: string) => string
    imap_plain: string
    imap_unsafe: string
    imap_no_starttls: string
    imap_certificate: (detail: string) => string
    imap_sign_in_ok: (user: string) => string
    imap_app_password: string
    imap_off: string
    imap_password: (detail: string) => string
    imap_token: (detail: string) => string
    imap_folder_ok: (folder: string, letters: number) => string
    imap_folder_missing: (folder: string) => string
    imap_folder_read_only: (folder: string) => string
    imap_idle: string
    imap_no_idle: string
    imap_move: string
    imap_no_move: string
    imap_processed_ok: (folder: string) => string
    imap_processed_made: (folder: string) => string
    imap_processed_bad: (folder: string, detail: string) => string
    imap_sent_ok: (folder: string) => string
    imap_sent_missing: string
  }
  health: {
    database: string
    network: (detail: string) => string
    closed: string
    unsafe: string
    no_starttls: string
    certificate: (detail: string) => string
    app_password: string
    off: string
    password: string
    token: string
    folder_missing: (folder: string) => string
  }
}

export type EmailWords = {
  imap: ImapWords
}

export const email: EmailWords = {
  imap: {
    findings: {
      imap_name_ok: host => `Сервер ${host} найден.`,
      imap_name_bad: host => `Сервера ${host} нет: такого имени не знает DNS. Проверьте, нет ли опечатки.`,
      imap_unreachable: (host, port, detail) => `Сервер ${host}, порт ${port}, не отвечает: ${detail}. Проверьте порт и доступ в интернет.`,
      imap_tls_ok: protocol => `Соединение зашифровано (${protocol}), сертификат сервера проверен.`,
      imap_plain: 'Соединение без шифрования. Так можно только потому, что почтовый сервер стоит на этой же машине.',
      imap_unsafe: 'Без шифрования пароль ушёл бы по сети открытым. Выберите TLS или STARTTLS: без шифрования можно лишь к серверу на этой же машине.',
      imap_no_starttls: 'Сервер не включил шифрование по STARTTLS. Выберите TLS, обычно это порт 993.',
      imap_certificate: detail => `Сертификату сервера нельзя верить: ${detail}. Проверьте имя сервера; если сертификат выдан внутри компании, добавьте её корневой сертификат.`,
      imap_sign_in_ok: user => `Вход выполнен: ${user}.`,
      imap_app_password: 'Нужен пароль приложения: обычный пароль от ящика почтовая служба здесь не принимает. Создайте его в настройках безопасности ящика и впишите сюда.',
      imap_off: 'Почтовая служба не пускает программы к этому ящику. Включите доступ по IMAP в настройках ящика.',
      imap_password: detail => `Сервер не принял имя или пароль${detail === '' ? '' : `: ${detail}`}.`,
      imap_token: detail => `Почтовая служба не дала ключ доступа (OAuth2): ${detail}. Разрешите доступ заново.`,
      imap_folder_ok: (folder, letters) => `Папка «${folder}» открыта, писем в ней: ${letters}.`,
      imap_folder_missing: folder => `Папки «${folder}» в ящике нет.`,
      imap_folder_read_only: folder => `Папку «${folder}» можно только читать: переносить из неё письма сервер не разрешает.`,
      imap_idle: 'Сервер сам сообщает о новых письмах (IDLE): они приходят сразу.',
      imap_no_idle: 'Сервер не сообщает о новых письмах сам, спрашиваем его каждые полминуты.',
      imap_move: 'Письма можно переносить между папками.',
      imap_no_move: 'Переносить письма сервер не умеет: копируем их и удаляем из прежней папки.',
      imap_processed_ok: folder => `Записанные письма переносим в папку «${folder}».`,
      imap_processed_made: folder => `Папки «${folder}» не было, мы её создали. Записанные письма переносим туда.`,
      imap_processed_bad: (folder, detail) => `Папку «${folder}» не удалось ни найти, ни создать: ${detail}. Письма останутся там, где лежат; на приём это не влияет.`,
      imap_sent_ok: folder => `Копии наших ответов кладём в папку «${folder}».`,
      imap_sent_missing: 'Папки для отправленных сервер не называет: копий наших ответов в ящике не будет.',
    },
    health: {
      database: 'Не можем записать входящие: база данных недоступна. Письма ждут в ящике.',
      network: detail => `Нет связи с почтовым сервером: ${detail}`,
      closed: 'Почтовый сервер закрыл соединение, подключаемся снова.',
      unsafe: 'К этому серверу нельзя подключаться без шифрования.',
      no_starttls: 'Сервер не включил шифрование по STARTTLS.',
      certificate: detail => `Сертификату сервера нельзя верить: ${detail}`,
      app_password: 'Почтовая служба не впустила: нужен пароль приложения.',
      off: 'Почтовая служба не впустила: у ящика выключен доступ по IMAP.',
      password: 'Сервер не принял имя или пароль.',
      token: 'Почтовая служба больше не даёт доступа (OAuth2): разрешите его заново.',
      folder_missing: folder => `Папки «${folder}» в ящике нет.`,
    },
  },
}
