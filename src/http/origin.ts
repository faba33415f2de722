/** Where a request comes from, by its headers and addresses. Pure. */

/**
 * May this changing request have come from a page of ours? Browsers say `Sec-Fetch-Site` (all current ones) or `Origin`; a request with
 * neither is not from a browser page and carries no foreign cookie. `host`: as the request names it (behind a trusted proxy, as the proxy does).
 */
export function sameOrigin({ host, origin, site }: { host: string; origin: string | undefined; site: string | undefined }, publicUrl: string | undefined): boolean {
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  if (origin === undefined) return true
  if (!URL.canParse(origin)) return false
  return new URL(origin).host === host || (publicUrl !== undefined && new URL(publicUrl).origin === origin)
}

/** Is it somebody at this very machine? The name counts too: a foreign page that has its name point here (DNS rebinding) is not. */
export function fromHere({ hostname, address, peer }: { hostname: string; address: string; peer: string }): boolean {
  return isLoopback(address) && isLoopback(peer) && (isLoopback(hostname) || hostname === 'localhost')
}

export const isLoopback = (address: string): boolean => /^(127(\.\d{1,3}){3}|::1|\[::1\]|::ffff:127(\.\d{1,3}){3})$/.test(address)
