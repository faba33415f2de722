/** The sheet with the QR that hangs at the till. */
import type { sheet as russian } from '../ru/sheet.ts'

export const sheet: typeof russian = {
  fileName: 'QR codes for the tills',
  title: 'Is something not working?',
  lead: 'Point your phone’s camera at the code and write to us. We will know where you are.',
  how: 'In words, with a photo or by voice.',
  hotline: phone => `Does it not open? Call us: ${phone}`,
}
