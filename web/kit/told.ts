import i18next from 'i18next'
import { notifications } from '@mantine/notifications'
import { refusalWords } from './pieces.tsx'
import type { Say } from './words.ts'

const closeButtonProps = () => ({ 'aria-label': i18next.t('kit.close') })

/** Short messages in the corner; screen readers hear them. */
export const told = (message: string) => notifications.show({ message, color: 'petrol', autoClose: 4_000, withBorder: true, closeButtonProps: closeButtonProps() })

/** A refusal stays longer: it has a next step to read. */
export function toldRefusal(error: unknown, say: Say) {
  const { message, next } = refusalWords(error, say)
  notifications.show({ title: message, message: next, color: 'red', autoClose: 9_000, withBorder: true, closeButtonProps: closeButtonProps(), role: 'alert' })
}
