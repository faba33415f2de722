/** Is this an IANA time zone that the calendar code knows (`Asia/Yekaterinburg`)? Pure. */
export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '' && !/^[+-]/.test(name)
  } catch {
    return false
  }
}
