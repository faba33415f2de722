/** Words about the people who work here. */
export const staff = {
  /** What a first administrator or an invited colleague left out. */
  whoIsMissing: 'не указаны имя и почта',
  practiceAdmin: 'Учебный администратор',
  /** The practice link of an earlier start. */
  oldPracticeLink: 'Эта учебная ссылка осталась от прошлого запуска. Возьмите новую в консоли, где запущен Reglament.',
}
