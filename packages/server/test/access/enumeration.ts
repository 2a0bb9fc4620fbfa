import assert from 'node:assert/strict'
import { it } from 'node:test'
import { nextUlid } from '../harness.ts'
import type { Answered } from '../harness.ts'
import { askAs } from './ask.ts'
import type { Call } from './described.ts'
import type { Matrix } from './matrix.ts'
import { expectedOutcome } from './rule.ts'
import { SOMEBODY } from './setting.ts'
import type { Ask } from './targets.ts'

const ULID = /^[0-9A-HJKMNP-TV-Z]{26}$/
const unknownLike = (record: string) => (ULID.test(record) ? nextUlid() : 'nobody-knows-it')

/** Other refusals are made before the record is looked for. */
const SAYS_OF_RECORD = /^(unknown-.*|other-organisation)$/

/** Who tries ids learns of none that exists: what is forbidden answers as what there never was. */
export function enumeration(calls: readonly Call[], matrix: () => Matrix): void {
  for (const { id, method, path, rule } of calls) {
    it(`${method} ${path} answers alike for what is forbidden and for what there never was`, async () => {
      const { district, columns, targets } = matrix()
      for (const { kind, there, isListed = false, isAboutSelf = false } of targets[id] ?? []) {
        // Everybody may read which grids there are.
        if (there?.record === undefined || kind === 'place') continue
        const { record, owner } = there
        const ask = await there.ask()
        const unknown = unknownLike(record)
        for (const column of columns) {
          const target = { kind, owner, isListed, isAboutSelf }
          const expected = expectedOutcome(rule, column.caller, target)
          if (expected.isAllowed || !SAYS_OF_RECORD.test(expected.code)) continue
          const forbidden = await askAs(district, method, column, ask)
          const missing = await askAs(district, method, column, renamed(ask, record, unknown))
          const seen = (answer: Answered, name: string) => JSON.stringify(comparable(answer)).replaceAll(name, 'ID')
          assert.equal(seen(missing, unknown), seen(forbidden, record), `${id}, by ${column.name}`)
        }
      }
    })
  }

  it('finds nobody alike, whether there is somebody out of reach or not', async () => {
    const { district, columns } = matrix()
    const community = columns.find(({ name }) => name === 'community, in reach')!
    const find = (name: string) => askAs(district, 'POST', community, { path: '/v1/people/find', body: { name } })
    assert.deepEqual(comparable(await find(SOMEBODY.there.name)), comparable(await find('查无此人')))
  })
}

/** All but what names the call itself. */
function comparable({ status, headers, body }: Answered) {
  const { instance: _, ...rest } = body as Record<string, unknown>
  const shown = [...headers].filter(([name]) => name !== 'request-id' && name !== 'etag')
  return { status, headers: shown, body: rest }
}

const renamed = ({ path, body, ...rest }: Ask, from: string, to: string): Ask => ({
  ...rest,
  path: path.replaceAll(from, to),
  ...(body && { body: JSON.parse(JSON.stringify(body).replaceAll(from, to)) as object }),
})
