import { useState } from 'react'
import { api } from '../../kit/api.ts'
import { limits } from '../../kit/limits.ts'
import { refusalWords, sizeWords } from '../../kit/pieces.tsx'
import { useWords } from '../../kit/words.ts'

/** `POST /api/files`: the bytes are stored before the message that will carry them. */
export type Uploaded = { id: string; name: string; mime: string; size: number }
type Upload = { key: string; name: string; problem: string | null }

/** Files on their way up. A refused one stays in sight with the reason until it is taken away. */
export function useUploads(already: number, done: (file: Uploaded) => void) {
  const { say } = useWords()
  const [list, setList] = useState<readonly Upload[]>([])
  const drop = (key: string) => setList(before => before.filter(upload => upload.key !== key))
  const fail = (key: string, problem: string) => setList(before => before.map(upload => (upload.key === key ? { ...upload, problem } : upload)))

  async function one(file: File, index: number) {
    const key = crypto.randomUUID()
    // Pasted pictures have no name of their own.
    const name = file.name === '' ? 'image.png' : file.name
    setList(before => [...before, { key, name, problem: null }])
    if (already + list.length + index >= limits.filesPerMessage) return fail(key, say('messages.composer.tooMany', { count: limits.filesPerMessage }))
    if (file.size > limits.uploadBytes) return fail(key, say('messages.composer.tooLarge', { name, limit: sizeWords(limits.uploadBytes, say) }))
    const form = new FormData()
    form.append('file', file, name)
    try {
      done(await api.upload<Uploaded>('/api/files', form))
      drop(key)
    } catch (error) {
      fail(key, `${say('messages.composer.uploadFailed')}. ${refusalWords(error, say).message}`)
    }
    return undefined
  }
  return { list, drop, add: (files: readonly File[]) => files.forEach((file, index) => void one(file, index)), busy: list.some(upload => upload.problem === null) }
}
