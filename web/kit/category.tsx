import { useWords } from './words.ts'

type Category = 1 | 2 | 3

const shapes: Record<Category | 'none', string> = {
  // Octagon, triangle, circle: told apart without colour and at a glance.
  1: 'M6.6 1h6.8L19 6.6v6.8L13.4 19H6.6L1 13.4V6.6Z',
  2: 'M10 1.6 19.2 17.2a1 1 0 0 1-.9 1.5H1.7a1 1 0 0 1-.9-1.5Z',
  3: 'M10 1a9 9 0 1 1 0 18 9 9 0 0 1 0-18Z',
  none: 'M10 1.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17Z',
}

/** Category as shape, colour and digit; the name is in the hint and for screen readers. */
export function CategoryMark({ category, size = 20 }: { category: Category | null; size?: number }) {
  const { say } = useWords()
  const name = say(`tickets.category.c${category ?? 'none'}`)
  return (
    <svg className={`category c${category ?? 'none'}`} width={size} height={size} viewBox="0 0 20 20" role="img" aria-label={name}>
      <title>{name}</title>
      <path d={shapes[category ?? 'none']} />
      <text x="10" y={category === 2 ? 15.6 : 14.2} textAnchor="middle">{category ?? '?'}</text>
    </svg>
  )
}
