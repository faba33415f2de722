/** Marks a branch that the compiler proves unreachable; throws if data from outside the types gets here. */
export function never(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`)
}
