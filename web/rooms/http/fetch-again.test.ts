import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { fetchAgain } from './fetch-again.ts'

/** A list that is looked at: answers come when the test gives them. */
function list(client: QueryClient) {
  const asked: ((answer: string) => void)[] = []
  const observer = new QueryObserver(client, { queryKey: ['queue', 'all'], queryFn: () => new Promise<string>(resolve => asked.push(resolve)), retry: false })
  const stop = observer.subscribe(() => {})
  return { asked, shown: () => observer.getCurrentResult().data, stop }
}
const settled = () => new Promise(resolve => setTimeout(resolve, 0))

test('pain 18 an event that comes while the first answer is on its way is not lost: the list is asked for once more', async () => {
  const client = new QueryClient()
  const { asked, shown, stop } = list(client)
  await settled()
  const again = fetchAgain(client, ['queue'])
  asked[0]!('before the ticket')
  await settled()
  expect(asked).toHaveLength(2)
  asked[1]!('with the ticket')
  await again
  expect(shown()).toBe('with the ticket')
  stop()
})

test('what is on the screen already is asked for again at once', async () => {
  const client = new QueryClient()
  const { asked, shown, stop } = list(client)
  await settled()
  asked[0]!('old')
  await settled()
  const again = fetchAgain(client, ['queue'])
  await settled()
  asked[1]!('new')
  await again
  expect(shown()).toBe('new')
  stop()
})
