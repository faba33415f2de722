import type { QueryClient, QueryKey } from '@tanstack/react-query'

/**
 * Fetches again what begins with this key. A first answer that is still on its way may have been made before the event, and the library does not begin a second
 * request beside it: then the next one follows it.
 */
export async function fetchAgain(client: QueryClient, queryKey: QueryKey): Promise<void> {
  const onTheirWay = client.getQueryCache().findAll({ queryKey }).filter(({ state }) => state.data === undefined && state.fetchStatus === 'fetching')
  await Promise.all(onTheirWay.map(query => query.promise?.catch(() => {})))
  await client.invalidateQueries({ queryKey })
}
