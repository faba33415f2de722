/** The sheet with the QR that hangs at the till. */
export const sheet = {
  fileName: 'QR-коды для касс',
  title: 'Что-то не работает?',
  lead: 'Наведите камеру телефона на код и напишите нам. Мы уже будем знать, откуда вы.',
  how: 'Можно словами, фото или голосовым.',
  hotline: (phone: string) => `Не открывается? Звоните: ${phone}`,
}
