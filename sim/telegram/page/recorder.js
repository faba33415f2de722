/** Recording from the microphone, where the browser allows it. */

const types = ['audio/ogg;codecs=opus', 'audio/webm;codecs=opus', 'audio/mp4']

export const canRecord = () => typeof MediaRecorder !== 'undefined' && navigator.mediaDevices !== undefined

/** @returns {Promise<{ finish: () => Promise<File>, cancel: () => void }>} */
export async function startRecording() {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true })
  const type = types.find((one) => MediaRecorder.isTypeSupported(one))
  const recorder = new MediaRecorder(stream, type === undefined ? {} : { mimeType: type })
  /** @type {Blob[]} */
  const parts = []
  recorder.addEventListener('dataavailable', (event) => parts.push(event.data))
  const stopped = new Promise((resolve) => {
    recorder.addEventListener('stop', resolve)
  })
  const release = () => stream.getTracks().forEach((track) => track.stop())
  recorder.start()
  return {
    async finish() {
      recorder.stop()
      await stopped
      release()
      return new File(parts, 'voice.oga', { type: recorder.mimeType.split(';')[0] ?? 'audio/ogg' })
    },
    cancel() {
      recorder.stop()
      release()
    },
  }
}
