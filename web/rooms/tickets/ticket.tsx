import { useParams } from '@tanstack/react-router'

export function TicketScreen() {
  const { number } = useParams({ from: '/shell/desk/tickets/$number' })
  return <main>{number}</main>
}
