import assert from 'node:assert/strict'
import { it } from 'node:test'
import { snapshot } from '../attacks/arena.ts'
import { assertProblem } from '../harness.ts'
import { askAs } from './ask.ts'
import type { Call } from './described.ts'
import type { Matrix } from './matrix.ts'
import { expectedOutcome } from './rule.ts'

/** A command is its sender's: nobody else hears its answer, or has it done again, by sending it letter by letter. */
export function resentCommands(calls: readonly Call[], matrix: () => Matrix): void {
  for (const { id, method, path, rule, isCommand } of calls) {
    if (!isCommand) continue
    it(`${method} ${path} answers nobody but its sender again`, async () => {
      const { district, columns, targets } = matrix()
      const { kind, here, needsStandIn, isListed = false, isAboutSelf = false } = targets[id]![0]!
      const target = { kind, owner: here.owner, isListed, isAboutSelf }
      const able = columns.filter(({ caller }) => expectedOutcome(rule, caller, target).isAllowed)
      const first = able[0]!
      const ask = await here.ask(first.caller)
      // Who has signed up already cannot do so again.
      const sender = needsStandIn || id === 'signUp' ? await first.standIn() : first
      const done = await askAs(district, method, sender, ask)
      assert.ok(done.status < 300, JSON.stringify(done.body))
      for (const other of able.slice(1)) {
        // Which page of a kind asks for an erasure by code is not kept.
        if (id === 'eraseReport' && other.caller.kind === sender.caller.kind) continue
        const untouched = await snapshot(district.database)
        const answer = await askAs(district, method, other, ask)
        assertProblem(answer, 422, 'idempotency-key-reused')
        assert.deepEqual(await snapshot(district.database), untouched, other.name)
      }
    })
  }
}
