/** Limits of the public form and of the pages behind its links. Lengths are UTF-16 units, sizes bytes. Pure: the pages name them before anything is sent. */
export const limits = {
  text: 10_000,
  name: 100,
  phone: 60,
  place: 200,
  since: 500,
  files: 10,
  fileBytes: 25 * 1024 * 1024,
  choice: 32,
} as const
