/**
 * What people are told when something is refused: what happened and what to do next, for every code of `lib/errors.ts`.
 * `{name}` takes a value of the refusal; a part in square brackets is left out when one of its values is not known.
 */
import type { RefusalCode } from '../../lib/errors.ts'

export type Phrase = { message: string; next: string }

export const errors = {
  codes: {
    bad_request: { message: 'Запрос заполнен неверно[: {what}].', next: 'Исправьте и отправьте ещё раз.' },
    too_long: { message: 'Слишком длинный текст[: можно не больше {max} знаков].', next: 'Сократите текст или разделите его на части.' },
    unauthenticated: { message: 'Вы не вошли, или сеанс закончился.', next: 'Войдите снова: набранный текст сохранится на странице.' },
    bad_credentials: { message: 'Почта или пароль не подходят.', next: 'Проверьте раскладку и Caps Lock и попробуйте ещё раз. Если пароль забыт, обратитесь к администратору.' },
    forbidden: { message: 'На это у вас нет прав.', next: 'Если действие нужно вам для работы, попросите администратора изменить роль.' },
    not_found: { message: 'Такого здесь нет.', next: 'Проверьте адрес: возможно, ссылка устарела.' },
    ticket_not_found: { message: 'Заявки[ № {number}] нет.', next: 'Проверьте номер или найдите заявку в очереди.' },
    edition_not_found: { message: 'Такой редакции регламента нет.', next: 'Откройте действующую редакцию.' },
    link_spent: { message: 'Эта ссылка уже использована или её срок истёк.', next: 'Если учётная запись у вас уже есть, войдите. Если нет, попросите новую ссылку у администратора.' },
    file_gone: { message: 'Файл больше недоступен.', next: 'Попросите прислать его ещё раз.' },
    stale: { message: 'Пока вы смотрели, заявка изменилась.', next: 'Посмотрите, что нового, и повторите действие, если оно ещё нужно.' },
    ticket_ended: { message: 'Заявка уже завершена.', next: 'Если вопрос не решён, откройте её снова или зарегистрируйте новую.' },
    ticket_open: { message: 'Заявка и так открыта.', next: 'Можно продолжать работу по ней.' },
    not_triaged: { message: 'У заявки ещё нет категории.', next: 'Сначала определите категорию.' },
    already_triaged: { message: 'Категория уже определена.', next: 'Если она неверна, измените её и укажите основание.' },
    same_category: { message: 'У заявки уже эта категория.', next: 'Выберите другую или оставьте как есть.' },
    already_owned: { message: 'Заявку уже ведёт другой сотрудник[: {owner}].', next: 'Договоритесь с ним или переназначьте заявку.' },
    no_wait: { message: 'Ожидания нет, снимать нечего.', next: 'Обновите заявку: возможно, ответ уже пришёл.' },
    no_result: { message: 'Результат ещё не сообщён.', next: 'Сначала сообщите клиенту результат.' },
    nothing_to_judge: { message: 'Это сообщение уже разобрано.', next: 'Обновите заявку, чтобы увидеть решение.' },
    reopen_window_passed: { message: 'Срок, когда заявку можно открыть снова, прошёл.', next: 'Зарегистрируйте новую заявку и сошлитесь на прежнюю.' },
    already_numbered: { message: 'Это обращение уже зарегистрировано[ под № {number}].', next: 'Откройте существующую заявку.' },
    no_written_channel: { message: 'Написать этому клиенту некуда: он не оставил канала для переписки.', next: 'Позвоните и отметьте «Позвонил».' },
    already_exists: { message: 'Такая запись уже есть.', next: 'Найдите её и измените, если нужно.' },
    last_admin: { message: 'Это последний администратор: без него некому будет управлять системой.', next: 'Сначала сделайте администратором кого-нибудь ещё.' },
    not_active: { message: 'Учётная запись этого сотрудника отключена.', next: 'Сначала включите её, потом дайте ссылку.' },
    no_password: { message: 'У этой учётной записи нет пароля.', next: 'Входите по ссылке, которую печатает консоль при запуске.' },
    too_large: { message: 'Слишком большой объём данных[: можно не больше {max} МБ].', next: 'Уменьшите файл или разделите его на части.' },
    text_required: { message: 'Нужен текст.', next: 'Напишите хотя бы несколько слов.' },
    reason_required: { message: 'Нужна причина.', next: 'Коротко напишите, почему вы это делаете: запись останется в истории.' },
    wrong_password: { message: 'Нынешний пароль введён неверно.', next: 'Проверьте раскладку и Caps Lock. Если пароль забыт, попросите у администратора ссылку для нового.' },
    too_many: { message: 'Слишком много попыток подряд.', next: 'Подождите[ {seconds} с] и попробуйте снова.' },
    unavailable: { message: 'База данных сейчас недоступна, действие не выполнено.', next: 'Повторите через несколько секунд. Если не помогает, сообщите администратору.' },
    internal: { message: 'У нас сбой, действие не выполнено.', next: 'Попробуйте ещё раз. Если сбой повторится, передайте администратору код[ {id}].' },
  } satisfies Record<RefusalCode, Phrase>,
  /** What is wrong with a field; `{field}` is its name from `fields`, or as it stands in the request. */
  faults: {
    missing: 'не заполнено поле «{field}»',
    too_short: 'в поле «{field}» слишком мало знаков, нужно не меньше {min}',
    too_long: 'в поле «{field}» слишком много знаков, можно не больше {max}',
    too_small: 'в поле «{field}» слишком маленькое число, нужно не меньше {min}',
    too_big: 'в поле «{field}» слишком большое число, можно не больше {max}',
    too_many_items: 'в поле «{field}» слишком много значений, можно не больше {max}',
    email: 'в поле «{field}» должен быть адрес электронной почты',
    choice: 'в поле «{field}» недопустимое значение, можно: {options}',
    form: 'поле «{field}» заполнено неверно',
    whole: 'запрос не удалось прочитать',
    media: 'такой вид данных здесь не принимается',
  },
  /** Names of fields as the workspace shows them. */
  fields: {
    email: 'Почта', password: 'Пароль', current: 'Нынешний пароль', next: 'Новый пароль', name: 'Имя', role: 'Роль', language: 'Язык', text: 'Текст', reason: 'Причина', note: 'Заметка',
    phone: 'Телефон', position: 'Должность', address: 'Адрес', category: 'Категория', effect: 'Влияние на работу', topic: 'Тема', words: 'Поиск',
    fileIds: 'Файлы', owner: 'Ответственный', pointId: 'Точка', contactId: 'Контакт', timeZone: 'Часовой пояс', softwareVersion: 'Версия программы',
    companyName: 'Компания', kind: 'Вид', view: 'Вид очереди', limit: 'Строк на странице', number: 'Номер',
  } as Record<string, string>,
  /** The page at the address of the workspace when it has not been built yet. */
  notBuilt: 'Рабочее место ещё не собрано. Выполните npm run build и обновите страницу.',
}
