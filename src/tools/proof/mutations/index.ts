/** All wrong changes that the tests must notice; `mutations.test.ts` holds that every clause that is a rule has one. */
import type { Mutation } from '../mutation.ts'
import { contactMutations } from './contact.ts'
import { dutyMutations } from './duties.ts'
import { orderMutations } from './order.ts'
import { readingMutations } from './readings.ts'
import { topicMutations } from './topics.ts'

export const mutations: readonly Mutation[] = [...contactMutations, ...dutyMutations, ...topicMutations, ...orderMutations, ...readingMutations]
