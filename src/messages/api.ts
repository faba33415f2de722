/** The shapes of messages stand with the ticket's page, which carries them; here they are for whoever knows messages only. */
export * from '../tickets/conversation.ts'
