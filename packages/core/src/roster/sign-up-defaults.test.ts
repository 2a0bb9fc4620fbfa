import assert from 'node:assert/strict'
import { test } from 'node:test'
import { nameVolunteersCommandSchema } from './schema.ts'
import { MOST_NAMED } from './sign-up-defaults.ts'

test('as many are named in one call as the call takes', () => {
  const named = (count: number) => {
    const people = Array.from({ length: count }, (_, at) => ({ personId: `p-${at}` }))
    return nameVolunteersCommandSchema.safeParse({ id: '01JNEE6SG00000000000000000', slotId: 'sh-1', people })
  }
  assert.equal(named(MOST_NAMED).success, true)
  assert.equal(named(MOST_NAMED + 1).success, false)
})
