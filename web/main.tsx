import './kit/styles.ts'
import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { lazy, StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { minute } from '../src/lib/instant.ts'
import { onSignedOut, Refused } from './kit/api.ts'
import { theme, variables } from './kit/theme.ts'
import { startWords } from './kit/words.ts'
import { makeRouter } from './shell/router.tsx'

/** Not needed for the first picture; messages shown before it came are kept by its store. */
const Notifications = lazy(async () => ({ default: (await import('@mantine/notifications')).Notifications }))

const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      refetchOnWindowFocus: true,
      // A refusal will not change by asking again; a lost connection may.
      retry: (count, error) => count < 2 && (!(error instanceof Refused) || error.code === 'offline' || error.status >= 500),
      networkMode: 'always',
    },
    mutations: { networkMode: 'always' },
  },
})
const router = makeRouter(client)
onSignedOut(() => {
  const { pathname, href } = router.state.location
  if (pathname !== '/sign-in' && !pathname.startsWith('/welcome/')) void router.navigate({ to: '/sign-in', search: { to: href } })
})

/**
 * An open tab after an update asks for parts that are gone: the page is loaded anew, once in a while, so that a part that is missing for good does not turn
 * it in circles. Drafts are kept.
 */
window.addEventListener('vite:preloadError', event => {
  const last = Number(sessionStorage.getItem('reloaded') ?? 0)
  if (Date.now() - last < minute) return
  event.preventDefault()
  sessionStorage.setItem('reloaded', String(Date.now()))
  location.reload()
})

void startWords().then(() => {
  createRoot(document.getElementById('root') ?? document.body).render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
        <QueryClientProvider client={client}>
          <Suspense fallback={null}><Notifications position="bottom-left" limit={4} containerWidth={340} /></Suspense>
          <RouterProvider router={router} />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  )
})
