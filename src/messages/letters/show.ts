/** Where images of a letter are to be had: those of the letter by their number, those elsewhere only when a person asked for them. */
export type Sources = { part: (index: number) => string | null; remote: readonly string[] | null }

/** Safe HTML with its images: puts addresses where `safeHtml` left numbers. Expects HTML made by it and nothing else. */
export function withImages(html: string, { part, remote }: Sources): string {
  return html.replace(/<img ([^<>]*?)data-(part|remote)="(\d{1,4})"/g, (whole: string, before: string, kind: string, digits: string) => {
    const address = kind === 'part' ? part(Number(digits)) : (remote?.[Number(digits)] ?? null)
    return address === null ? whole : `<img ${before}src="${address.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')}"`
  })
}
