// Who may call what on whose record: every call of the API’s description, by every kind of caller, against its rule alone.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, before, describe, it } from 'node:test'
import { staffRoleSchema } from '@wangge/core/access/schema'
import { problemSchema } from '@wangge/core/schema'
import type { AnyOperation } from '../../src/operation.ts'
import { openDatabase } from '../../src/storage/database.ts'
import { snapshot } from '../attacks/arena.ts'
import { assertProblem, openDistrict } from '../harness.ts'
import { memoryPhotos } from '../memory-photos.ts'
import type { Answered, District } from '../harness.ts'
import { NOW } from '../sample.ts'
import { askAs } from './ask.ts'
import { makeColumns, sessionOf } from './callers.ts'
import type { Column } from './callers.ts'
import { describedCalls } from './described.ts'
import type { Call } from './described.ts'
import { enumeration } from './enumeration.ts'
import { foreignIds } from './foreign-ids.ts'
import { ruleGaps, targetGaps } from './gaps.ts'
import type { Matrix } from './matrix.ts'
import { resentCommands } from './resent-commands.ts'
import { expectedOutcome } from './rule.ts'
import type { AccessRule, Outcome } from './rule.ts'
import { setting } from './setting.ts'
import { surplusFields } from './surplus-fields.ts'
import { accessText } from './table.ts'
import { makeTargets } from './targets.ts'
import type { Side, Spec } from './targets.ts'
import { personOf, POSTINGS } from './two-communities.ts'

const CALLS = describedCalls()

/** A call as nobody should describe it. */
const MISRULED = {
  method: 'GET',
  path: '/v1/secrets/{id}',
  id: 'misruled',
  summary: '',
  access: ['org', 'staff', 'friends'],
  roles: ['chief'],
  scope: { org: 'organisation' },
  answers: {},
} as unknown as AnyOperation

interface Cell {
  name: string
  column: Column
  spec: Spec
  side: Side
  expected: Outcome
}

describe('the access matrix', () => {
  let made: Matrix | undefined
  let cells = 0
  const matrix = () => made!

  before(async () => {
    const district = await openDistrict(await openDatabase(), { photoStore: memoryPhotos() }, setting())
    const columns = await makeColumns(district)
    made = {
      district,
      columns,
      targets: await makeTargets(
        district,
        CALLS.map(({ id }) => id),
      ),
    }
  })
  after(async () => {
    made?.district.app.close()
    await made?.district.database.close()
    assert.deepEqual(made?.district.failures, [])
  })

  it('has a rule for every call, of known callers, roles and scopes', () => {
    assert.deepEqual(CALLS.flatMap(ruleGaps), [])
  })

  it('has a record of one’s own and of another’s for every call that is not open to all', () => {
    assert.deepEqual(
      CALLS.flatMap((call) => targetGaps(call, matrix().targets[call.id])),
      [],
    )
  })

  it('names what the rule or the records of a call lack', () => {
    const [{ rule, ...call }] = describedCalls([MISRULED]) as [Call]
    assert.deepEqual(ruleGaps(call), ['misruled has no rule'])
    assert.deepEqual(ruleGaps({ ...call, rule }), [
      'misruled has an unknown caller friends',
      'misruled has an unknown role chief',
      'misruled has no scope for staff',
      'misruled has no scope for friends',
    ])
    const here = { owner: {}, ask: async () => ({ path }) }
    const path = '/v1/secrets/1'
    assert.deepEqual(targetGaps({ ...call, rule }, []), ['misruled has no record to be tried on'])
    assert.deepEqual(targetGaps({ ...call, rule }, [{ kind: 'district', here, alone: 'It is' }]), [
      'misruled names a record and has none of another’s',
      'misruled has no record of another’s, and does not say why',
    ])
  })

  for (const { id, method, path, rule } of CALLS) {
    it(`${method} ${path}`, async () => {
      const all = cellsOf(id, rule, matrix())
      cells += all.length
      await expectRefusals(method, all, matrix().district)
      for (const cell of all) if (cell.expected.isAllowed) await expectAllowed(method, cell, matrix().district)
    })
  }

  it('counts its cells', (t) => {
    t.diagnostic(`${cells} cells: ${CALLS.length} calls, ${matrix().columns.length} callers`)
    assert.ok(cells > 2500, `Expected more than 2500 cells, got ${cells}`)
  })

  it('gives a role from the instant at which an appointment begins to the one at which it ends', async () => {
    const { district } = matrix()
    const edges = [
      { posting: 'ended', at: POSTINGS.ended.to, before: 200, then: 403 },
      { posting: 'coming', at: POSTINGS.coming.from, before: 403, then: 200 },
    ] as const
    for (const { posting, at, ...statuses } of edges) {
      for (const role of staffRoleSchema.options) {
        for (const [when, status] of Object.entries(statuses)) {
          district.clock.now = Date.parse(at) - (when === 'before' ? 1 : 0)
          const headers = await sessionOf(district, personOf(role, posting))
          const answer = await askAs(district, 'GET', { headers }, { path: '/v1/me' })
          assert.equal(answer.status, status, `${role}, ${posting}, ${when}`)
          if (status === 403) assertProblem(answer, 403, 'no-appointment')
        }
      }
    }
    district.clock.now = NOW
  })

  foreignIds(CALLS, matrix)
  resentCommands(CALLS, matrix)
  surplusFields(CALLS, matrix)
  enumeration(CALLS, matrix)

  it('is what the document in the package says', async () => {
    const text = await readFile(new URL('../../ACCESS.md', import.meta.url), 'utf8')
    assert.equal(text, accessText(CALLS), 'Make it anew: node packages/server/test/access/write.ts')
  })
})

function cellsOf(id: string, rule: AccessRule, { columns, targets }: Matrix): Cell[] {
  return (targets[id] ?? []).flatMap((spec) =>
    (['here', 'there'] as const).flatMap((place) => {
      const side = spec[place]
      if (!side) return []
      return columns.map((column) => {
        const { kind, isListed = false, isAboutSelf = false } = spec
        const expected = expectedOutcome(rule, column.caller, { kind, owner: side.owner, isListed, isAboutSelf })
        return { name: `${id} on what is ${place}, by ${column.name}`, column, spec, side, expected }
      })
    }),
  )
}

/** One after another, with one look at the database before and one after them all. */
async function expectRefusals(method: string, cells: readonly Cell[], district: District): Promise<void> {
  const asks = new Map<Side, Awaited<ReturnType<Side['ask']>>>()
  for (const { side } of cells) if (!asks.has(side)) asks.set(side, await side.ask())
  const untouched = await snapshot(district.database)
  const wrong: string[] = []
  for (const { name, column, side, expected } of cells) {
    if (expected.isAllowed) continue
    const answer = await askAs(district, method, column, asks.get(side)!)
    const { status, body, headers } = answer
    const problem = problemSchema.safeParse(body)
    const isAsExpected = status === expected.status && problem.data?.code === expected.code && problem.data.status === status
    const isProblem = headers.get('content-type') === 'application/problem+json'
    if (!isAsExpected || !isProblem) wrong.push(`${name}: expected ${expected.status} ${expected.code}, got ${told(answer)}`)
  }
  assert.deepEqual(wrong, [])
  assert.deepEqual(await snapshot(district.database), untouched, 'refused calls left something behind')
}

async function expectAllowed(method: string, { name, column, spec, side, expected }: Cell, district: District): Promise<void> {
  const caller = spec.needsStandIn ? await column.standIn() : column
  const answer = await askAs(district, method, caller, await side.ask(column.caller))
  assert.ok(answer.status >= 200 && answer.status < 400, `${name}: expected to be allowed, got ${told(answer)}`)
  if (!expected.isAllowed || side.shows === undefined) return
  const isSeen = JSON.stringify(answer.body).includes(side.shows)
  assert.equal(isSeen, expected.isSeen, `${name}: expected ${side.shows} ${expected.isSeen ? '' : 'not '}to be seen`)
}

const told = ({ status, body }: Answered): string => `${status} ${JSON.stringify(body)?.slice(0, 300)}`
