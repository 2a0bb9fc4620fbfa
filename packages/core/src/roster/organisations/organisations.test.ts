import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import {
  advancePartyStatus,
  checkMemberships,
  checkOrganisations,
  PARTY_LADDER,
  reconcileOrganisations,
  rollDifferences,
} from '../index.ts'
import type { Organisation, OrganisationKind } from '../schema.ts'

const named = (id: string, kind: OrganisationKind, superiorId?: string, more: Partial<Organisation> = {}): Organisation => ({
  id,
  kind,
  name: { zh: `组织${id}`, en: `Organisation ${id}` },
  registered: 10,
  ...(superiorId !== undefined && { superiorId }),
  ...more,
})

const COMMITTEES = [named('wc', 'workCommittee'), named('cc', 'composite', 'wc')]
const codes = (organisations: Organisation[]) => checkOrganisations(organisations).map(({ code }) => code)

describe('reconciling organisations with what is declared', () => {
  it('shows the nine that the article does not name as the remainder', () => {
    const organisations = [
      ...COMMITTEES,
      ...Array.from({ length: 157 }, (_, at) => named(`c${at}`, 'courtyard', 'wc')),
      ...Array.from({ length: 504 }, (_, at) => named(`n${at}`, 'twoNew', 'cc')),
      ...Array.from({ length: 9 }, (_, at) => named(`x${at}`, at < 5 ? 'agency' : 'other', 'wc')),
      ...Array.from({ length: 15 }, (_, at) => named(`a${at}`, 'agency', undefined, { allied: true })),
    ]
    const declared = { total: 670, byKind: { courtyard: 157, twoNew: 504 }, composite: 1, allied: 15 }
    const { total, remainder, reconciled } = reconcileOrganisations(organisations, declared)
    assert.deepEqual(total, { actual: 670, declared: 670, difference: 0 })
    assert.deepEqual(remainder, { actual: 9, declared: 9, difference: 0, kinds: ['agency', 'other'] })
    assert.equal(reconciled, true)
  })

  it('drops nobody: kinds and remainder add up to the total, whatever is declared', () => {
    const kind = fc.constantFrom<OrganisationKind>('workCommittee', 'composite', 'twoNew', 'courtyard', 'agency', 'other')
    const record = fc.record({ kind, allied: fc.boolean() })
    const declared = fc.dictionary(fc.constantFrom('twoNew', 'courtyard', 'agency'), fc.nat(20))
    fc.assert(
      fc.property(fc.array(record), declared, fc.nat(60), (organisations, byKind, total) => {
        const result = reconcileOrganisations(organisations, { total, byKind })
        const sum = result.kinds.reduce((all, { actual }) => all + actual, 0) + result.remainder.actual
        assert.equal(sum, result.total.actual)
        const apart = organisations.filter(({ kind: one, allied }) => allied || one === 'workCommittee' || one === 'composite')
        assert.equal(result.total.actual, organisations.length - apart.length)
        const differences = [...result.kinds, result.remainder].reduce((all, { difference = 0 }) => all + difference, 0)
        assert.equal(differences, result.total.difference)
        assert.equal(
          result.reconciled,
          [...result.kinds, result.remainder].every(({ difference }) => difference === 0),
        )
      }),
    )
  })
})

describe('what organisations declare against their memberships', () => {
  it('tells both numbers where they differ, of those that have a roll, by id', () => {
    const organisations = [...COMMITTEES, named('b', 'twoNew'), named('a', 'courtyard'), named('c', 'other')]
    assert.deepEqual(
      rollDifferences(
        organisations,
        new Map([
          ['a', 11],
          ['c', 10],
          ['cc', 3],
        ]),
      ).map(({ orgId, registered, members }) => [orgId, registered, members]),
      [
        ['a', 10, 11],
        ['b', 10, 0],
      ],
    )
  })
})

describe('the tree of organisations', () => {
  it('finds nothing in one below the work committee', () => {
    assert.deepEqual(codes([...COMMITTEES, named('n', 'twoNew', 'cc', { liaisonId: 'p1' }), named('c', 'courtyard', 'wc')]), [])
  })

  for (const [what, organisations, expected] of [
    ['an id used twice', [named('x', 'other'), named('x', 'other')], ['duplicate-id']],
    ['a superior that is nowhere', [named('x', 'other', 'nowhere')], ['unknown-superior']],
    ['organisations that are above each other', [named('x', 'other', 'y'), named('y', 'other', 'x')], ['cycle', 'cycle']],
    [
      'a two-new organisation below the work committee',
      [...COMMITTEES, named('n', 'twoNew', 'wc')],
      ['no-composite-superior', 'no-liaison'],
    ],
    ['a two-new organisation below nobody', [named('n', 'twoNew', undefined, { liaisonId: 'p' })], ['no-composite-superior']],
    ['a committee below an agency', [named('a', 'agency'), named('k', 'composite', 'a')], ['wrong-superior']],
  ] as const) {
    it(`tells of ${what}`, () => assert.deepEqual(codes([...organisations]), expected))
  }

  it('names organisations as well as their ids, since several may have one name', () => {
    const says = (organisations: Organisation[]) => checkOrganisations(organisations).map(({ message }) => message)
    assert.deepEqual(says([...COMMITTEES, named('n', 'twoNew', 'wc', { liaisonId: 'p' })]), [
      {
        zh: '两新党组织 组织n（n） 没有所属综合党委。',
        en: 'The two-new organisation Organisation n (n) is below no composite committee.',
      },
    ])
    assert.deepEqual(says([named('a', 'agency'), named('k', 'composite', 'a')]), [
      {
        zh: '组织k（k） 不能隶属于机关企事业单位 组织a（a）。',
        en: 'Organisation k (k) cannot be below Organisation a (a), which is an agency.',
      },
    ])
    const [unnamed] = says([named('x', 'other', 'y', { name: { zh: 'x', en: 'x' } })])
    assert.equal(unnamed?.zh, 'x 的上级组织 y 不存在。')
  })

  it('only warns of a missing liaison, and of none where the street appointed one', () => {
    const organisations = [...COMMITTEES, named('n', 'twoNew', 'cc')]
    const [problem] = checkOrganisations(organisations)
    assert.equal(problem?.severity, 'warning')
    assert.deepEqual(checkOrganisations(organisations, { liaisons: new Set(['n']) }), [])
  })
})

describe('memberships and dual registrations', () => {
  const paths: Record<string, string[]> = { e1: ['s', 'c1', 'e1'], c1: ['s', 'c1'], c2: ['s', 'c2'], s: ['s'] }
  const levels: Record<string, string> = { s: 'subdistrict', c1: 'community', c2: 'community', e1: 'estate' }
  const tree = { path: (id: string) => (paths[id] ?? []).map((one) => ({ id: one, level: levels[one] })) } as never
  const organisations = [
    named('home', 'courtyard', undefined, { gridId: 'e1' }),
    named('all', 'agency', undefined, { gridId: 's' }),
  ]
  const now = Date.parse('2026-06-01T00:00:00Z')
  const from = '2026-01-01T00:00:00Z'
  const check = (memberships: object[], registrations: object[] = []) =>
    checkMemberships({ organisations, memberships, registrations } as never, { tree, now }).map(({ code, organisations: of }) => [
      code,
      ...of,
    ])

  it('lets a person leave one home for the next', () => {
    const moved = [
      { personId: 'p', orgId: 'home', from, to: '2026-03-01T00:00:00Z' },
      { personId: 'p', orgId: 'all', from: '2026-03-01T00:00:00Z' },
    ]
    assert.deepEqual(check(moved), [])
  })

  it('tells of two homes at once, whatever the order of the records', () => {
    const two = [
      { personId: 'p', orgId: 'all', from: '2026-03-01T00:00:00Z' },
      { personId: 'p', orgId: 'home', from },
    ]
    assert.deepEqual(check(two), [['several-homes', 'home', 'all']])
    assert.deepEqual(check([...two].reverse()), [['several-homes', 'home', 'all']])
    const [told] = checkMemberships({ organisations, memberships: two, registrations: [] }, { tree, now })
    assert.equal(told?.message.zh, '同一人同时在 组织home（home） 和 组织all（all） 有组织关系。')
  })

  it('wants dual registration in another community than that of the home organisation', () => {
    const at = (communityId: string, kind = 'dual') => [{ personId: 'p', communityId, kind }]
    const member = (orgId: string, to?: string) => [{ personId: 'p', orgId, from, ...(to && { to }) }]
    assert.deepEqual(check(member('home'), at('c1')), [['dual-at-home', 'home']])
    assert.deepEqual(check(member('home'), at('c2')), [])
    assert.deepEqual(check(member('home'), at('c1', 'volunteer')), [])
    assert.deepEqual(check(member('all'), at('c1')), [])
    assert.deepEqual(check(member('home', '2026-02-01T00:00:00Z'), at('c1')), [])
  })
})

describe('the ladder of political status', () => {
  const status = fc.constantFrom(...PARTY_LADDER)

  it('is never climbed by more than one step', () => {
    fc.assert(
      fc.property(status, status, (from, to) => {
        const [before, after] = [PARTY_LADDER.indexOf(from), PARTY_LADDER.indexOf(to)]
        const result = advancePartyStatus(from, to)
        if (after > before + 1) assert.equal(result.ok, false)
        if (after === before + 1 || after === before) assert.equal(result.ok, true)
        if (!result.ok) for (const allowed of result.detail.allowed) assert.equal(advancePartyStatus(from, allowed).ok, true)
      }),
    )
  })

  it('names what is possible instead', () => {
    const detail = { from: 'activist', to: 'full', allowed: ['probationary', 'applicant'] }
    assert.deepEqual(advancePartyStatus('activist', 'full'), { ok: false, reason: 'not-a-step', detail })
  })
})
