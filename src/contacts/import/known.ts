/** What the desk knows of companies, points and people, as far as a table can mean them. Pure. */

export type KnownCompany = { id: string; name: string; externalId: string | null }
export type KnownPoint = {
  id: string; name: string; address: string; companyId: string | null; timeZone: string; softwareVersion: string; note: string; externalId: string | null
  /** Epoch milliseconds. */
  archivedAt: number | null
}
/** `proven`: a channel vouches for who he is (he wrote from Telegram); an import neither changes him nor gives him rights. */
export type KnownContact = { id: string; name: string; position: string; phone: string | null; phoneExtension: string | null; companyId: string | null; externalId: string | null; proven: boolean }
export type KnownTie = { contactId: string; pointId: string; role: 'named' | 'staff' | 'manager' | 'owner'; source: string }
export type Known = { companies: readonly KnownCompany[]; points: readonly KnownPoint[]; contacts: readonly KnownContact[]; ties: readonly KnownTie[] }
