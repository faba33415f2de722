/** What the program says on the console when it opens and closes. */
export const main = {
  opened: ({ url, practice, chat, firstAdmin }: { url: string; practice: string | null; chat: string | null; firstAdmin: string | null }): string[] => [
    '',
    `  Регламент открыт: ${url}`,
    ...(practice === null ? [] : [
      '  Учебный режим: своя база, свои номера, наружу ничего не уходит.',
      `    Рабочее место специалиста (вход по ссылке): ${practice}`,
    ]),
    ...(chat === null ? [] : [`    Чат ресторана с ботом:                      ${chat}`]),
    ...(firstAdmin === null ? [] : ['  Первый вход администратора (ссылка одноразовая):', `    ${firstAdmin}`]),
    `  Регламент поддержки для всех: ${url}/regulation`,
    '  Остановить: Ctrl+C',
    '',
  ],
  closing: '  Закрываемся: принятое сохранено.',
}

export type MainWords = typeof main
