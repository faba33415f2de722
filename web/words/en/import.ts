import type { imports as ru } from '../ru/import.ts'
import type { Words } from '../words.ts'

export const imports: Words<typeof ru> = {
  title: 'Load a table', lead: 'Companies, points and people from XLSX or CSV. First a check: nothing is written.', sample: 'Sample', sampleXlsx: 'XLSX', sampleCsv: 'CSV', toPoints: 'To the points',
  drop: 'Drop a file here', or: 'or', choose: 'Choose a file', limits: 'Up to 10 MB and 20,000 rows', reading: 'Reading the table…', again: 'Load another file', tooLarge: 'The file is larger than 10 MB: split it.',
  check: 'The check', columns: 'Columns', unread: 'Not recognised and skipped: {{headings}}', byName_one: '{{count}} row without a point code: matched by company, name and address.', byName_other: '{{count}} rows without a point code: matched by company, name and address.',
  kinds: { company: 'Companies', point: 'Points', contact: 'People', tie: 'Roles at points' }, kind: { company: 'Company', point: 'Point', contact: 'Person', tie: 'Role' },
  counts: { new: 'new', changed: 'will change', same: 'the same', refused: 'with errors' }, what: 'What is loaded',
  problems: 'Errors in rows', changes: 'What will change', fresh: { company: 'new', point: 'new', contact: 'new', tie: 'new' }, row: 'Row', place: 'Column', value: 'Value', problem: 'What is wrong and what to do', name: 'What', field: 'Field', before: 'Before', after: 'After', blank: 'blank', capped: 'The first {{shown}} of {{all}} are shown.',
  doubts: 'Loaded, but worth a look', doubtOf_one: 'in {{count}} row', doubtOf_other: 'in {{count}} rows', doubtful: 'check the tax number',
  doubt: {
    tax_id_sum: 'Tax number {{value}}: its check digit does not hold, look at it.', tax_id_length: '“{{value}}” does not look like a tax number: it has 10 or 12 digits. Spreadsheets sometimes take away a zero at the beginning.',
    tax_id_zero: 'Tax number {{value}}: the spreadsheet seems to have taken away a zero, it should be 0{{value}}. Make the column text and type the number again.',
  },
  note: 'Row {{row}}: this phone belongs to somebody who writes in a channel ({{name}}). The cards are not joined: give the role by hand.',
  apply_one: 'Load {{count}} row', apply_other: 'Load {{count}} rows',
  skips_one: '{{count}} row with an error is skipped. Correct it and load the file again: nothing is doubled.', skips_other: '{{count}} rows with errors are skipped. Correct them and load the file again: nothing is doubled.',
  nothing: 'There is nothing to change: all is as in the table.', applied: 'The table is loaded', appliedText: 'New rows: {{new}}, changed: {{changed}}, the same: {{same}}.',
  history: 'History', noHistory: 'No loads so far', file: 'File', who: 'Who', when: 'When', result: 'Outcome', state: { checked: 'checked, not loaded', applied: 'loaded', undone: 'undone' }, summary: 'new {{new}}, changed {{changed}}, with errors {{refused}}', goOn: 'Go on', actions: 'Actions',
  undo: 'Undo the load', undoTitle: 'Undo the load of “{{file}}”?', undoText: 'What was there before comes back (possible for 30 days after the load). What people changed or use since stays, and is listed.', undone: 'The load is undone', undoneText: 'Everything is as it was.', leftTitle: 'What stays because it is in use',
  left: { changed_since: 'it was changed after the load', in_use: 'it is in use', archived: 'the point has tickets or the bot has offered it: it is archived', name_taken: 'another company has its former name by now' },
  fields: { company: 'Company', companyId: 'Company code', point: 'Name', pointId: 'Point code', address: 'Address', zone: 'Time zone', version: 'Version', note: 'Note', contact: 'Name', contactId: 'Contact code', position: 'Position', phone: 'Phone', role: 'Role', archived: 'Archived' },
  back: 'comes back from the archive',
  faults: {
    too_long: 'Too long: {{max}} characters at most. Shorten it.', bad_phone: 'This phone cannot be called. Write it in digits, for example +7 916 123-45-67.', bad_zone: 'This zone is not known. Write a city or “MSK+4”.', bad_role: 'There is no such role. Write owner, manager or staff.',
    spoiled_number: 'The spreadsheet rounded the number. Make the cell text and type it again.', extra_cells: 'The row has more cells than there are columns. Put text with a comma or semicolon in quotes.', no_subject: 'The row does not say what it is about. Fill in a point, a person or a company.', no_company_name: 'There is no company with this code yet. Add its name.',
    no_point_name: 'It is not said which point this is. Write its name.', no_contact: 'It is not said who this is. Write a name or a phone.', no_point: 'There is a role but no point. Write the point.', no_phone: 'A name alone is not enough to know the person again. Add a phone, a code or a point.',
    other_in_file: 'Row {{other}} says something else of the same. Keep one.', several_points: 'There are several such points. Add a column with the address or the point code.', tangled: 'This row hangs on rows with errors. Correct them and load the file again.',
  },
}
