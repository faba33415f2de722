import type { staff as russian } from '../ru/staff.ts'

export const staff: typeof russian = {
  whoIsMissing: 'name and e-mail are missing',
  practiceAdmin: 'Practice administrator',
  oldPracticeLink: 'This practice link is from an earlier start. Take the new one from the console where Reglament runs.',
}
