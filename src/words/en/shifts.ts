import type { shifts as russian } from '../ru/shifts.ts'

export const shifts: typeof russian = {
  outcome: {
    assigned: name => `Assigned to ${name}.`,
    owned: name => `${name} has it already.`,
    nobody: 'Nobody is on shift now; the ticket stays in the common list.',
    ended: 'The ticket has ended.',
    handedTo: name => `Handed to ${name}.`,
    handedToQueue: 'Handed to the common list.',
    done: 'Done.',
    unchanged: 'It was so already.',
    again: 'Done before, by the same request.',
  },
  suggest: {
    answered: text => `Answered: “${text}”`,
    customer: 'The customer’s answer',
    customerFor: what => `The customer’s answer: ${what}`,
    thirdParty: 'The third party’s answer',
    party: (who, request) => `An answer from ${who}${request === '' ? '' : ` (${request})`}`,
    developers: 'The developers’ answer',
    development: title => `The developers: ${title}`,
    confirmation: 'The customer checks the result',
    triage: 'Set the category.',
    answer: 'Answer the customer.',
    whenAnswered: 'Go on when the answer comes.',
    whenReady: 'Ask for news.',
    whenConfirmed: 'Ask again if there is no word.',
    goOn: 'Go on working.',
    comesBack: on => `Comes back ${on}.`,
  },
}
