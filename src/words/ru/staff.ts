/** Words about the people who work here. */
export const staff = {
  practiceAdmin: 'Учебный администратор',
  /** The practice link of an earlier start. */
  oldPracticeLink: 'Эта учебная ссылка осталась от прошлого запуска. Возьмите новую в консоли, где запущен Reglament.',
}
