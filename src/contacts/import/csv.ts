/** A table as a spreadsheet opens it. Pure. */

/** With the mark that makes spreadsheets read it as UTF-8, and the divider that Russian ones expect. */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  `\uFEFF${rows.map(row => row.map(cell => (/[;"\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(';')).join('\r\n')}\r\n`
