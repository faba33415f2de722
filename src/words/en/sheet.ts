/** The sheet with the QR that hangs at the till. */
import type { sheet as russian } from '../ru/sheet.ts'

export const sheet: typeof russian = {
  fileName: 'QR codes for the tills',
  title: 'Is something not working?',
  lead: 'Point the camera here and write to us.',
  how: 'In words, with a photo or by voice. We will know where you are.',
  hotline: phone => `Does it not open? Call us: ${phone}`,
}
