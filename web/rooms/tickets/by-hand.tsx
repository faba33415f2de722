export default function ByHand({ close }: { close: () => void }) {
  return <button type="button" onClick={close} />
}
