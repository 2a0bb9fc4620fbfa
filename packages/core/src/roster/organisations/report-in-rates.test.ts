import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { reportInRates } from '../index.ts'
import type { ReportInRecords } from '../index.ts'

const now = Date.parse('2026-06-01T00:00:00Z')
const at = (personId: string, communityId: string) => ({ personId, communityId })
const on = (personId: string, orgId: string, from = '2026-01-01T00:00:00Z', to?: string) => ({
  ...{ personId, orgId, from },
  ...(to !== undefined && { to }),
})

describe('the rate of report-in', () => {
  it('is of those registered at a community, by community and by home; who came unregistered is told apart', () => {
    const records: ReportInRecords = {
      registrations: [at('p1', 'c1'), at('p2', 'c1'), at('p3', 'c2')],
      memberships: [on('p1', 'o1'), on('p2', 'o2'), on('p9', 'o1')],
      visits: [at('p1', 'c1'), at('p1', 'c1'), at('p2', 'c2'), at('p9', 'c1'), { personId: 'p8' }],
    }
    assert.deepEqual(reportInRates(records, { now }), {
      total: { reported: 1, registered: 3, others: 3 },
      communities: [
        { communityId: 'c1', reported: 1, registered: 2, others: 1 },
        { communityId: 'c2', reported: 0, registered: 1, others: 1 },
      ],
      organisations: [
        { orgId: 'o1', reported: 1, registered: 1 },
        { orgId: 'o2', reported: 0, registered: 1 },
      ],
      unaffiliated: { reported: 0, registered: 1 },
    })
  })

  it('counts one who is registered in two ways once, and one of two communities at each but once in all', () => {
    const registrations = [at('p', 'c1'), at('p', 'c1'), at('p', 'c2')]
    const { total, communities } = reportInRates({ registrations, memberships: [], visits: [at('p', 'c2')] }, { now })
    assert.deepEqual(total, { reported: 1, registered: 1, others: 0 })
    assert.deepEqual(communities, [
      { communityId: 'c1', reported: 0, registered: 1, others: 0 },
      { communityId: 'c2', reported: 1, registered: 1, others: 0 },
    ])
  })

  it('takes the roll that somebody is on then, and of two at once the later', () => {
    const memberships = [
      on('p', 'left', '2025-01-01T00:00:00Z', '2026-05-01T00:00:00Z'),
      on('p', 'new', '2026-05-01T00:00:00Z'),
      on('p', 'old'),
    ]
    const { organisations } = reportInRates({ registrations: [at('p', 'c')], memberships, visits: [] }, { now })
    assert.deepEqual(organisations, [{ orgId: 'new', reported: 0, registered: 1 }])
  })

  it('never passes one, adds up to everybody by organisation, and drops nobody who came', () => {
    const person = fc.constantFrom('p1', 'p2', 'p3', 'p4', 'p5')
    const community = fc.constantFrom('c1', 'c2', 'c3')
    const pairs = fc.array(fc.record({ personId: person, communityId: community }), { maxLength: 12 })
    const rolls = fc.array(
      fc.record({ personId: person, orgId: fc.constantFrom('o1', 'o2'), from: fc.constant('2026-01-01T00:00:00Z') }),
    )
    fc.assert(
      fc.property(pairs, pairs, rolls, (registrations, visits, memberships) => {
        const { total, communities, organisations, unaffiliated } = reportInRates({ registrations, visits, memberships }, { now })
        for (const { reported, registered } of [total, unaffiliated, ...communities, ...organisations]) {
          assert.ok(0 <= reported && reported <= registered)
        }
        const sum = (key: 'reported' | 'registered') => organisations.reduce((all, one) => all + one[key], unaffiliated[key])
        assert.deepEqual([sum('reported'), sum('registered')], [total.reported, total.registered])
        assert.equal(total.registered, new Set(registrations.map(({ personId }) => personId)).size)
        assert.equal(total.reported + total.others, new Set(visits.map(({ personId }) => personId)).size)
        for (const { communityId, reported, others } of communities) {
          const there = visits.filter((one) => one.communityId === communityId).map(({ personId }) => personId)
          assert.equal(reported + others, new Set(there).size)
        }
      }),
    )
  })
})
