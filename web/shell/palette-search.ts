/** Which commands a few typed letters mean: every word must begin a word of the label; the wrong keyboard layout is forgiven. Pure. */
const rows = ['qwertyuiop[]asdfghjkl;\'zxcvbnm,.', 'йцукенгшщзхъфывапролджэячсмитьбю'] as const

/** What the same keys give in the other layout. */
export function otherLayout(text: string): string {
  return [...text.toLowerCase()].map(letter => {
    const [latin, russian] = rows
    const inLatin = latin.indexOf(letter)
    if (inLatin >= 0) return russian[inLatin] ?? letter
    const inRussian = russian.indexOf(letter)
    return inRussian >= 0 ? (latin[inRussian] ?? letter) : letter
  }).join('')
}

const split = (text: string): string[] => text.toLowerCase().split(/[^\p{L}\p{N}]+/u).filter(word => word !== '')

function fits(label: string, typed: string): boolean {
  const labelWords = split(label)
  return split(typed).every(word => labelWords.some(own => own.startsWith(word)))
}

export const found = <T extends { label: string }>(commands: readonly T[], typed: string): T[] =>
  typed.trim() === '' ? [...commands] : commands.filter(command => fits(command.label, typed) || fits(command.label, otherLayout(typed)))
