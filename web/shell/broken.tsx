import { Button } from '@mantine/core'
import { Link, type ErrorComponentProps } from '@tanstack/react-router'
import { Refused } from '../kit/api.ts'
import { Empty, refusalWords } from '../kit/pieces.tsx'
import { useWords } from '../kit/words.ts'

/** The last net: an error that no screen caught, or a start without a server. */
export function Broken({ error, reset }: ErrorComponentProps) {
  const { say } = useWords()
  const refused = error instanceof Refused ? refusalWords(error, say) : null
  return (
    <main>
      <div role="alert">
      <Empty heading title={refused?.message ?? say('kit.broken.title')} text={refused?.next ?? say('kit.broken.text')}>
        <Button mt={12} size="sm" onClick={() => (refused === null ? window.location.reload() : reset())}>{refused === null ? say('kit.broken.reload') : say('kit.retry')}</Button>
      </Empty>
      </div>
    </main>
  )
}

export function NotFound() {
  const { say } = useWords()
  return (
    <main>
      <Empty heading title={say('kit.notFound.title')} text={say('kit.notFound.text')}>
        <Link to="/" search={{}}>{say('kit.notFound.home')}</Link>
      </Empty>
    </main>
  )
}
