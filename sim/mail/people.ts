/** A person whom the newcomer can play in the practice mailbox. */
export interface MailPerson {
  /** Lower case; whatever is written to it arrives here. */
  address: string
  name: string
  /** Who that is: «администратор, кафе „Берёзка“». */
  role: string
}

/** The desk as people know it: where they write to. */
export interface DeskBox {
  name: string
  address: string
}

export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1)
