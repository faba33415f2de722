/** Words of the ticket's page. Lines of the ledger stand in a table: their times and lengths have columns of their own. */
export const tickets = {
  ledger: {
    started: 'Заявка поступила, отсчёт начат',
    counted: 'Рабочее время',
    ahead: 'Рабочее время впереди',
    closed: 'Служба закрыта, время не идёт',
    paused: { suspended: 'Пауза: ждали ответа клиента', awaiting_confirmation: 'Клиент проверял результат' },
    pausedStill: 'Пауза: ждём ответа клиента',
    promised: {
      received: 'Заявка принята, назначен срок', triaged: 'Определена категория, назначен срок', changed: 'Обстоятельства изменились, категория стала другой',
      corrected: 'Категория уточнена', suspended: 'Работа приостановлена, срок снят', resumed: 'Клиент ответил, срок сдвинут', disputed: 'Клиент сообщил, что вопрос остался',
      revised: 'Срок пересмотрен, клиента предупредили', merged: 'Присоединена повторная заявка', reported: 'Сообщили о результате',
    },
    ended: 'Отсчёт закончен',
    remains: 'Осталось',
    due: 'Срок',
    dueMissed: 'Срок: нарушение уже записано',
    dueAbsent: 'Срок появится, когда клиент ответит',
  },
}
