import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { pictureSize } from './picture.ts'
import type { FileRecord, MediaKind, State } from './state.ts'

/** A file as it comes in: with its bytes, or as a size alone when the bytes do not matter (logs of a gigabyte). */
export type NewFile = { name: string; mime: string } & ({ bytes: Uint8Array } | { size: number })

const folders: Record<MediaKind, string> = {
  photo: 'photos', thumbnail: 'thumbnails', document: 'documents', voice: 'voice', video: 'videos',
  video_note: 'video_notes', audio: 'music', sticker: 'stickers',
}
const endings: Record<MediaKind, string> = {
  photo: '.jpg', thumbnail: '.jpg', document: '', voice: '.oga', video: '.mp4', video_note: '.mp4', audio: '.mp3', sticker: '.webp',
}
const keepsName: readonly MediaKind[] = ['document', 'audio', 'video']

/** Bytes of files, in memory and, when a folder is given, on disk as well. */
export class FileStore {
  #bytes = new Map<string, Uint8Array>()
  #folder: string | null

  constructor(folder: string | null) {
    this.#folder = folder
    if (folder !== null) mkdirSync(folder, { recursive: true, mode: 0o700 })
  }

  put(state: State, kind: MediaKind, file: NewFile): FileRecord {
    const number = state.nextFile++
    const bytes = 'bytes' in file ? file.bytes : null
    const size = 'bytes' in file ? file.bytes.length : file.size
    const uniqueId = `AgAD${number.toString(36).padStart(8, '0')}`
    const id = `${kind === 'photo' ? 'AgACAgIAAxk' : 'BQACAgIAAxk'}${number.toString(36).padStart(12, '0')}`
    const picture = bytes === null ? null : pictureSize(bytes)
    const video = kind === 'video' || kind === 'video_note'
    const record: FileRecord = {
      id, uniqueId, kind,
      name: keepsName.includes(kind) ? file.name : null,
      mime: file.mime, size,
      width: picture?.width ?? (video ? 480 : kind === 'photo' ? 1280 : 512),
      height: picture?.height ?? (video ? 480 : kind === 'photo' ? 960 : 512),
      duration: ['voice', 'video', 'video_note', 'audio'].includes(kind) ? Math.max(1, Math.round(size / 4_000)) : 0,
      path: `${folders[kind]}/file_${number}${endings[kind] === '' ? extname(file.name) : endings[kind]}`,
    }
    state.files[id] = record
    if (bytes !== null) {
      this.#bytes.set(uniqueId, bytes)
      if (this.#folder !== null) writeFileSync(join(this.#folder, uniqueId), bytes, { mode: 0o600 })
    }
    return record
  }

  has(record: FileRecord): boolean {
    return this.#bytes.has(record.uniqueId) || (this.#folder !== null && existsSync(join(this.#folder, record.uniqueId)))
  }

  /** null for a file that was given by its size alone. */
  read(record: FileRecord): Uint8Array | null {
    const known = this.#bytes.get(record.uniqueId)
    if (known !== undefined || this.#folder === null) return known ?? null
    try {
      const bytes = readFileSync(join(this.#folder, record.uniqueId))
      this.#bytes.set(record.uniqueId, bytes)
      return bytes
    } catch {
      return null
    }
  }
}
