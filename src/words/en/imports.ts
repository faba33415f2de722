/** The sample of a table with points and people, and how it is called. */
import type { imports as russian } from '../ru/imports.ts'

export const imports: typeof russian = {
  sampleName: 'Sample for loading points',
  sample: [
    ['Tax ID', 'Company', 'Point code', 'Point', 'Address', 'Time zone', 'Version', 'Note', 'Contact code', 'Contact', 'Position', 'Phone', 'Role'],
    ['7701234560', 'Berezka LLC', 'B-01', 'Berezka Café', 'Moscow, Pyatnitskaya St., 12', 'Moscow', '6.2.1', 'Two tills, a printer in the kitchen', 'K-1', 'Olga Smirnova', 'manager', '+7 916 123-45-01', 'manager'],
    ['7701234560', 'Berezka LLC', 'B-01', 'Berezka Café', '', '', '', '', 'K-2', 'Pyotr Berezkin', 'director', '8 (916) 123-45-02', 'owner'],
    ['7701234560', 'Berezka LLC', 'B-02', 'Berezka Café on Mira', 'Novosibirsk, Mira St., 5', 'MSK+4', '6.2.1', '', 'K-2', 'Pyotr Berezkin', '', '', 'owner'],
    ['', 'Losev', '', 'Dumplings No. 1', 'Tula, Lenina Ave., 40', '', '', 'Entrance from the yard', '', 'Artyom', 'cook', '+7 487 212-34-56 ext. 3', 'staff'],
  ],
}
