import { never } from '../lib/never.ts'
import type { Command } from './commands.ts'
import { noteDelivery } from './decide/delivering.ts'
import { closeSpam, confirm, dispute, judge, reopen, reportResult, withdraw } from './decide/ending.ts'
import { assign, setPoint, take } from './decide/owning.ts'
import { strike } from './decide/striking.ts'
import type { Decision, Situation } from './decide/situation.ts'
import { answer, askCall, callHeld, giveFacts, hear, note, reportStop, seeEdit } from './decide/talking.ts'
import { recategorise, setTopic, triage } from './decide/triaging.ts'
import { handOver, lift, takeBack } from './decide/waiting.ts'

export type { Decision, Situation } from './decide/situation.ts'

/**
 * The register of the ticket's behaviours: a command and the situation give facts or a refusal. Pure. What time alone has done is settled
 * before (`settle.ts`), so `wake` decides nothing more.
 */
export function decide(situation: Situation, command: Command): Decision {
  switch (command.type) {
    case 'triage': return triage(situation, command)
    case 'recategorise': return recategorise(situation, command)
    case 'set_topic': return setTopic(situation, command)
    case 'take': return take(situation)
    case 'assign': return assign(situation, command)
    case 'answer': return answer(situation, command)
    case 'note': return note(situation, command)
    case 'call_held': return callHeld(situation, command)
    case 'report_result': return reportResult(situation, command)
    case 'confirm': return confirm(situation, command)
    case 'dispute': return dispute(situation, command)
    case 'judge': return judge(situation, command)
    case 'lift': return lift(situation, command)
    case 'hand_over': return handOver(situation, command)
    case 'take_back': return takeBack(situation, command)
    case 'withdraw': return withdraw(situation, command)
    case 'close_spam': return closeSpam(situation)
    case 'reopen': return reopen(situation, command)
    case 'strike': return strike(situation, command)
    case 'set_point': return setPoint(situation, command)
    case 'hear': return hear(situation, command)
    case 'see_edit': return seeEdit(situation, command)
    case 'report_stop': return reportStop(situation)
    case 'ask_call': return askCall(situation)
    case 'give_facts': return giveFacts(situation, command)
    case 'note_delivery': return noteDelivery(situation, command)
    case 'wake': return []
    default: return never(command)
  }
}
