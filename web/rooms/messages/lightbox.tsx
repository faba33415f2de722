import { ActionIcon, Modal } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconX, IconZoomIn, IconZoomOut } from '@tabler/icons-react'
import { useState, type KeyboardEvent } from 'react'
import { useWords } from '../../kit/words.ts'
import { fileUrl } from './attachments.tsx'

const steps = [1, 1.5, 2.25, 3.5, 5] as const

/** Pictures of the conversation at full size: arrows turn, plus and minus zoom, Escape closes. */
export default function Lightbox({ images, start, close }: { images: readonly { fileId: string; name: string }[]; start: string; close: () => void }) {
  const { say } = useWords()
  const [at, setAt] = useState(() => Math.max(0, images.findIndex(image => image.fileId === start)))
  const [zoom, setZoom] = useState(0)
  const image = images[at]
  if (image === undefined) return null

  const turn = (by: number) => {
    setAt((at + by + images.length) % images.length)
    setZoom(0)
  }
  const scale = (by: number) => setZoom(Math.max(0, Math.min(steps.length - 1, zoom + by)))
  function onKey(event: KeyboardEvent) {
    const act = { ArrowLeft: () => turn(-1), ArrowRight: () => turn(1), '+': () => scale(1), '=': () => scale(1), '-': () => scale(-1) }[event.key]
    if (act === undefined) return
    event.preventDefault()
    act()
  }
  return (
    <Modal opened onClose={close} fullScreen withCloseButton={false} padding={0} classNames={{ content: 'lightbox', body: 'lightbox-body' }} attributes={{ content: { 'aria-label': say('messages.lightbox.title') } }} onKeyDown={onKey}>
      <div className="lightbox-top">
        <span className="ellipsis grow">{image.name}</span>
        {images.length > 1 && <span className="num">{say('messages.lightbox.of', { index: at + 1, total: images.length })}</span>}
        <ActionIcon variant="subtle" color="gray" onClick={() => scale(-1)} disabled={zoom === 0} aria-label={say('messages.lightbox.zoomOut')}><IconZoomOut size={18} /></ActionIcon>
        <ActionIcon variant="subtle" color="gray" onClick={() => scale(1)} disabled={zoom === steps.length - 1} aria-label={say('messages.lightbox.zoomIn')} data-autofocus><IconZoomIn size={18} /></ActionIcon>
        <ActionIcon variant="subtle" color="gray" onClick={close} aria-label={say('kit.close')}><IconX size={18} /></ActionIcon>
      </div>
      <div className="lightbox-stage">
        <img src={fileUrl(image.fileId)} alt={image.name} style={zoom === 0 ? { maxWidth: '100%', maxHeight: '100%' } : { width: `${(steps[zoom] ?? 1) * 100}%` }} onDoubleClick={() => setZoom(zoom === 0 ? 2 : 0)} />
      </div>
      {images.length > 1 && (
        <>
          <ActionIcon className="lightbox-prev" size={40} radius="xl" variant="default" onClick={() => turn(-1)} aria-label={say('messages.lightbox.prev')}><IconChevronLeft /></ActionIcon>
          <ActionIcon className="lightbox-next" size={40} radius="xl" variant="default" onClick={() => turn(1)} aria-label={say('messages.lightbox.next')}><IconChevronRight /></ActionIcon>
        </>
      )}
    </Modal>
  )
}
