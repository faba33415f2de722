import { IconDownload, IconFile, IconFileAlert, IconPlayerPlay } from '@tabler/icons-react'
import type { Attachment, Message } from '../../../src/messages/api.ts'
import { cx, sizeWords } from '../../kit/pieces.tsx'
import { useWords } from '../../kit/words.ts'

export const fileUrl = (fileId: string): string => `/api/files/${fileId}`
const isImage = (file: Attachment): boolean => file.kind === 'photo' || file.kind === 'inline' || (file.kind === 'document' && /^image\/(png|jpe?g|gif|webp|avif)$/.test(file.mime))
/** Can be shown: the bytes are here and no scanner objects. */
const isHere = (file: Attachment): file is Attachment & { fileId: string } => file.state === 'stored' && file.fileId !== null && file.scan !== 'infected'

/** Pictures that the viewer can page through. */
export const pictures = (files: readonly Attachment[]) => files.filter(isHere).filter(file => isImage(file))

/** Files of a message as they are listed: images in the text stand on the page of their letter. */
export const listed = ({ attachments, letter }: Message): readonly Attachment[] => (letter?.hasHtml === true ? attachments.filter(file => file.kind !== 'inline') : attachments)

/** Images in the text of a letter: its page shows them. */
export const inText = (files: readonly Attachment[]): number => files.filter(file => file.kind === 'inline').length

/** Everything attached to one message: pictures as a grid, sound and video with players, the rest as cards with size and state. */
export function Attachments({ files, enlarge }: { files: readonly Attachment[]; enlarge: (fileId: string) => void }) {
  const { say } = useWords()
  const images = pictures(files)
  const others = files.filter(file => !images.some(image => image.id === file.id))
  return (
    <>
      {images.length > 0 && (
        <div className={cx('album', images.length === 1 && 'one')}>
          {images.map(file => (
            <button key={file.id} type="button" className="plain" onClick={() => enlarge(file.fileId)} aria-label={say('messages.files.enlarge', { name: file.name })}>
              <img src={fileUrl(file.fileId)} alt={file.name} loading="lazy" />
              {file.kind === 'document' && <span className="album-name ellipsis">{file.name}</span>}
            </button>
          ))}
        </div>
      )}
      {others.map(file => <One key={file.id} file={file} />)}
    </>
  )
}

function One({ file }: { file: Attachment }) {
  const { say } = useWords()
  if (isHere(file) && (file.kind === 'voice' || file.kind === 'audio')) {
    return <figure className="media"><figcaption className="dim small">{say(`messages.files.${file.kind}`)}{file.durationSec === null ? '' : ` · ${length(file.durationSec)}`} · {say(`messages.files.${file.scan}`)}</figcaption><audio controls preload="none" src={fileUrl(file.fileId)} aria-label={say(`messages.files.${file.kind}`)} /></figure>
  }
  if (isHere(file) && (file.kind === 'video' || file.kind === 'video_note' || file.kind === 'animation')) {
    return <figure className={cx('media', file.kind)}><video controls preload="none" src={fileUrl(file.fileId)} aria-label={say(`messages.files.${file.kind}`)} loop={file.kind === 'animation'} /></figure>
  }
  return <Card file={file} />
}

function Card({ file }: { file: Attachment }) {
  const { say } = useWords()
  const lost = file.state === 'too_large' || file.state === 'gone' || file.state === 'failed' || file.scan === 'infected'
  const Icon = lost ? IconFileAlert : file.kind === 'document' ? IconFile : IconPlayerPlay
  const about = (
    <>
      <Icon size={20} stroke={1.6} aria-hidden />
      <span className="grow">
        <span className="file-name ellipsis">{file.name === '' ? say(`messages.files.${file.kind}`) : file.name}</span>
        <span className="file-about">
          {sizeWords(file.size, say)}
          {file.state === 'pending' && <> · {say('messages.files.pending')}</>}
          {file.state === 'stored' && <> · <span className={file.scan === 'infected' ? 'bad-ink' : undefined}>{say(`messages.files.${file.scan}`)}</span></>}
        </span>
        {(file.state === 'too_large' || file.state === 'gone' || file.state === 'failed') && <span className="file-why">{say(`messages.files.${file.state}`)}</span>}
      </span>
    </>
  )
  if (!isHere(file)) return <div className={cx('file', lost && 'lost')}>{about}</div>
  return <a className="file" href={`${fileUrl(file.fileId)}?download=1`} download={file.name}>{about}<IconDownload size={16} role="img" aria-label={say('messages.files.download')} /></a>
}

const length = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, '0')}`
