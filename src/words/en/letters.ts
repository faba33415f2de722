import type { letters as russian } from '../ru/letters.ts'

export const letters: typeof russian = {
  receipt: {
    day: (number, at, due) => `Ticket No. ${number} received at ${at}. By ${due} we will assess the urgency and tell you the term.`,
    night: (number, at, hours, from, due) => `Ticket No. ${number} received at ${at}. Specialists work ${hours}. We start ${from} and will assess the urgency by ${due}. If it solves itself, let us know by the link “No longer needed”.`,
  },
  askAll: things => `So that we can help faster, please tell us briefly: ${things.join('; ')}. What your letter says already need not be repeated. You may answer by letter or on the page of the ticket; files and photos are welcome, too.`,
  missing: {
    point: 'where it happened (the name of the restaurant, or the street)', happening: 'what is happening: you cannot work, you work with difficulty, or it is a question',
    phone: 'at which phone we can call you', since: 'when it began and what you have tried',
  },
  tellOnPage: 'Answer on the page',
  category: {
    criticalAsk: (number, due) => `No. ${number}: critical. ${due === null ? 'We are working on it right now.' : `A specialist will contact you by ${due}.`} Which number should we call? Please write it in your reply to this letter.`,
    worse: 'If it gets worse, let us know by the link “We cannot work”.',
  },
  stillSuspended: number => `No. ${number} is still on pause: we wait for your answer. If it is no longer needed, let us know by the link “No longer needed”.`,
  result: (number, text, until) => `No. ${number}. ${text}\n\nPlease check and let us know whether all is well: by a link below or in your reply to this letter. Without an answer by ${until} we will take it as solved.`,
  confirmationAhead: (number, until) => `No. ${number}. Were you able to check? Please let us know by a link below or in your reply to this letter. Without an answer by ${until} we will take it as solved.`,
  confirmed: number => `Thank you! Ticket No. ${number} is closed. If it comes back, reply to this letter: the number stays.`,
  autoConfirmed: number => `Ticket No. ${number} is closed: within a day you told us of no trouble. If something remains, reply to this letter or let us know by the link “Did not help”. The number stays.`,
  disputed: number => `Understood, we are back at No. ${number}. Please write in your reply what remains; a photo helps.`,
  disputedAgain: number => `Understood: No. ${number} is not settled yet. The shift lead will look at it and write to you. Please write in your reply what remains; a photo helps.`,
  resultOutage: (number, text, until) => `No. ${number}. ${text}\n\nIf it still does not work for you, let us know by the link “Not working here”. Without an answer by ${until} we will take it as solved.`,
  stopQuestion: number => `No. ${number}. Good morning! At night you wrote that you could not work. Is it still so? Please answer by one of the links below.`,
  rating: { onPage: 'How did we do? Please rate us by the link, it takes a second.', label: 'Rate our work' },
  question: { here: 'You can reply to this letter and attach files to your reply.', markSteps: 'Please mark on the page of the ticket what worked, or write it in your reply.' },
  withdrawn: number => `No. ${number} is closed at your wish. If you change your mind, reply to this letter or use the link “Bring it back”.`,
  callPromised: { noPhone: number => `No. ${number}: we will call you back. At which number? Please write it in your answer.` },
  fileTooLarge: name => `The file “${name}” is too large and did not reach us. The specialist sees its name and size. If you can, send a part of it or a smaller archive.`,
  notYours: 'This link no longer works: see how things stand now.',
  overtaken: (number, state, newer) => `This letter is not the latest any more. No. ${number} now: ${state}. ${newer ? 'Please answer the newer letter.' : 'If something has changed, write to us.'}`,
}
