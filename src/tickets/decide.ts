import { never } from '../lib/never.ts'
import type { Command } from './commands.ts'
import { agreeWait, markStep, tickItem, waiveItem } from './decide/asking.ts'
import { noteDelivery } from './decide/delivering.ts'
import { callLead, closeSpam, confirm, dispute, judge, rate, reopen, reportResult, withdraw } from './decide/ending.ts'
import { moveIn, moveOut } from './decide/moving.ts'
import { attachIncident, detachIncident, tellIncident } from './decide/outage.ts'
import { addPoint, assign, joinPeople, joinPerson, removePerson, removePoint, setMainPerson, setPoint, take } from './decide/owning.ts'
import { checkPrecondition, giveDeliverable, tickProcedure } from './decide/procedure.ts'
import { cancelReturn, handToShift, returnOn, scheduleHelp } from './decide/returning.ts'
import { strike } from './decide/striking.ts'
import type { Decision, Situation } from './decide/situation.ts'
import { answer, answerStop, askCall, callHeld, giveFacts, hear, note, reportStop, seeEdit, seeFiles } from './decide/talking.ts'
import { recategorise, setTopic, triage } from './decide/triaging.ts'
import { handOver, lift, linkDevelopment, noteDelay, reviseDue, takeBack, unlinkDevelopment } from './decide/waiting.ts'

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
    case 'see_files': return seeFiles(situation, command)
    case 'report_stop': return reportStop(situation)
    case 'answer_stop': return answerStop(situation, command)
    case 'agree_wait': return agreeWait(situation, command)
    case 'tick_item': return tickItem(situation, command)
    case 'waive_item': return waiveItem(situation, command)
    case 'mark_step': return markStep(situation, command)
    case 'tick_procedure': return tickProcedure(situation, command)
    case 'check_precondition': return checkPrecondition(situation, command)
    case 'give_deliverable': return giveDeliverable(situation, command)
    case 'schedule_help': return scheduleHelp(situation, command)
    case 'return_on': return returnOn(situation, command)
    case 'cancel_return': return cancelReturn(situation)
    case 'hand_to_shift': return handToShift(situation, command)
    case 'link_development': return linkDevelopment(situation, command)
    case 'unlink_development': return unlinkDevelopment(situation)
    case 'note_delay': return noteDelay(situation, command)
    case 'revise_due': return reviseDue(situation, command)
    case 'add_point': return addPoint(situation, command)
    case 'remove_point': return removePoint(situation, command)
    case 'join_person': return joinPerson(situation, command)
    case 'join_people': return joinPeople(situation, command)
    case 'remove_person': return removePerson(situation, command)
    case 'set_main_person': return setMainPerson(situation, command)
    case 'move_out': return moveOut(situation, command)
    case 'move_in': return moveIn(situation, command)
    case 'attach_incident': return attachIncident(situation, command)
    case 'detach_incident': return detachIncident(situation)
    case 'tell_incident': return tellIncident(situation, command)
    case 'rate': return rate(situation, command)
    case 'call_lead': return callLead(situation)
    case 'ask_call': return askCall(situation)
    case 'give_facts': return giveFacts(situation, command)
    case 'note_delivery': return noteDelivery(situation, command)
    case 'wake': return []
    default: return never(command)
  }
}
