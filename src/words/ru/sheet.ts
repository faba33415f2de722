/** The sheet with the QR that hangs at the till. */
export const sheet = {
  fileName: 'QR-коды для касс',
  title: 'Что-то не работает?',
  lead: 'Наведите камеру и напишите нам.',
  how: 'Можно словами, фото или голосовым. Мы уже будем знать, откуда вы.',
  hotline: (phone: string) => `Не открывается? Звоните: ${phone}`,
}
