import { maskTokens } from '../../../lib/log.ts'

/** Takes the token and other secrets of this channel out of a text for a log, a health page or a specialist. */
export function mask(text: string, secrets: readonly (string | undefined)[]): string {
  const clean = secrets.reduce<string>((said, secret) => (secret === undefined || secret === '' ? said : said.replaceAll(secret, '[secret]')), text)
  return maskTokens(clean)
}

/** Host and port of an address, without the name and password that a proxy's address may hold. */
export function publicAddress(address: string): string {
  return URL.canParse(address) ? new URL(address).host : '[address]'
}
