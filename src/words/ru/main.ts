/** What the program says on the console when it opens and closes. */
export const main = {
  opened: ({ url, practice, chat, mail, firstAdmin }: { url: string; practice: string | null; chat: string | null; mail: string | null; firstAdmin: string | null }): string[] => [
    '',
    `  Регламент открыт: ${url}`,
    ...(practice === null ? [] : [
      '  Учебный режим: своя база, свои номера, наружу ничего не уходит.',
      `    Рабочее место специалиста (вход по ссылке): ${practice}`,
    ]),
    ...(chat === null ? [] : [`    Чат ресторана с ботом:                      ${chat}`]),
    ...(mail === null ? [] : [`    Почта ресторана:                            ${mail}`]),
    ...(firstAdmin === null ? [] : ['  Первый вход администратора (ссылка одноразовая):', `    ${firstAdmin}`]),
    `  Регламент поддержки для всех: ${url}/regulation`,
    '  Остановить: Ctrl+C',
    '',
  ],
  closing: '  Закрываемся: принятое сохранено.',
}

export type MainWords = typeof main
