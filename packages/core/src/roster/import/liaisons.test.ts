import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createGridTree } from '../../grid/index.ts'
import { planOrganisations, readOrganisations } from '../index.ts'
import type { KeyedOrganisation, LiaisonPerson, OrganisationsPlan } from '../index.ts'
import type { Organisation } from '../schema.ts'

const built = createGridTree([{ id: 's', level: 'subdistrict', name: { zh: '街道', en: 'Street' }, codes: [] }])
if (!built.ok) throw new Error('expected a tree')
const { tree } = built

const PEOPLE: LiaisonPerson[] = ['a', 'b', 'c'].map((id) => ({
  ...{ id, nameKey: `name ${id}`, phoneKey: `phone ${id}`, staffKeys: [`staff ${id}`] },
  orgIds: id === 'c' ? [] : ['o1', 'o2'],
}))
const organisation = (id: string, zh: string, liaisonId?: string): Organisation => ({
  ...{ id, kind: 'agency', name: { zh, en: zh }, registered: 3 },
  ...(liaisonId !== undefined && { liaisonId }),
})
const STORED = [organisation('o1', '甲支部'), organisation('o2', '乙支部', 'b')]
const plan = (rows: Omit<KeyedOrganisation, 'row'>[], stored: readonly Organisation[] = STORED) =>
  planOrganisations(
    rows.map((row, at) => ({ row: at + 2, ...row })),
    stored,
    { tree, today: '2026-03-02', people: PEOPLE, createId: () => 'new' },
  )
const told = ({ errors }: Pick<OrganisationsPlan, 'errors'>) =>
  errors.map((error) => `${error.row} ${error.column} ${error.code}`)
const written = ({ created, updated }: OrganisationsPlan) =>
  new Map([...STORED, ...created, ...updated].map((one) => [one.id, one] as const))

describe('reading the liaisons of organisations', () => {
  const read = (header: string[], ...rows: string[][]) =>
    readOrganisations({ header, rows: rows.map((cells, at) => ({ row: at + 2, cells })) }, { tree })

  it('takes headers in Chinese and English, and an empty cell for nothing', () => {
    const chinese = read(
      ['组织名称', '联络人姓名', '联络人手机', '联络人工号', '联络人人员编号'],
      ['甲支部', '邓雪莎', '13900001001', 'A-1', 'p-1'],
      ['乙支部', '', '', '', ''],
    )
    assert.deepEqual(chinese, {
      rows: [
        {
          ...{ row: 2, nameZh: '甲支部', liaisonName: '邓雪莎', liaisonPhone: '13900001001' },
          ...{ liaisonStaffNumber: 'A-1', liaisonId: 'p-1' },
        },
        { row: 3, nameZh: '乙支部' },
      ],
      errors: [],
    })
    const english = read(['name', 'liaison phone', 'Liaison'], ['Branch', '13900001001', 'Deng'])
    assert.deepEqual(english.rows, [{ row: 2, nameZh: 'Branch', liaisonPhone: '13900001001', liaisonName: 'Deng' }])
  })

  it('takes nobody by a name alone, and does not say it again', () => {
    const { errors } = read(['组织名称', '联络人', '联络人电话'], ['甲支部', '邓雪莎', ''])
    assert.deepEqual(told({ errors }), ['2 联络人电话 required'])
    assert.doesNotMatch(JSON.stringify(errors), /邓雪莎/)
  })
})

describe('planning the liaisons of organisations', () => {
  it('finds them by phone, staff number or id; takes the place of the one before; leaves the others', () => {
    const first = plan([{ nameZh: '甲支部', liaisonPhoneKey: 'phone a', liaisonNameKey: 'name a' }])
    assert.deepEqual([told(first), first.updated, first.notes], [[], [{ ...STORED[0]!, liaisonId: 'a' }], []])
    assert.deepEqual(first.liaisons, [{ row: 2, orgId: 'o1', name: STORED[0]!.name, personId: 'a' }])
    const second = plan([{ id: 'o2', nameZh: '乙支部', liaisonStaffNumber: 'A', liaisonStaffKey: 'staff a', liaisonId: 'a' }])
    assert.deepEqual(second.updated, [{ ...STORED[1]!, liaisonId: 'a' }])
    assert.deepEqual(
      second.liaisons.map(({ personId, formerId }) => [personId, formerId]),
      [['a', 'b']],
    )
    const kept = plan([{ nameZh: '乙支部', registered: 4 }])
    assert.deepEqual([kept.updated, kept.liaisons], [[{ ...STORED[1]!, registered: 4 }], []])
    const same = plan([{ nameZh: '乙支部', liaisonPhoneKey: 'phone b' }])
    assert.deepEqual([same.updated, same.unchanged, same.liaisons], [[], 1, []])
  })

  it('notes whom the organisation does not know, and takes them', () => {
    const { errors, updated, notes } = plan([{ nameZh: '甲支部', liaisonId: 'c' }])
    assert.deepEqual([errors, updated.map(({ liaisonId }) => liaisonId)], [[], ['c']])
    assert.deepEqual(notes, [
      {
        zh: '第 2 行：甲支部（o1） 的联络人不在其党员名册上，也未登记为其职工',
        en: 'row 2: the liaison of 甲支部 (o1) is neither on its roll nor known as its employee',
      },
    ])
  })

  it('tells by row and column who is nobody, who is two, and who is called otherwise', () => {
    const refused = plan(
      [
        { nameZh: '一支部', liaisonPhoneKey: 'phone nobody' },
        { nameZh: '二支部', liaisonPhoneKey: 'phone a', liaisonStaffKey: 'staff b' },
        { nameZh: '三支部', liaisonId: 'a', liaisonNameKey: 'name other' },
        // It is new and employs nobody.
        { nameZh: '新支部', kind: 'agency', liaisonStaffNumber: 'A', liaisonPhoneKey: 'phone a' },
      ],
      ['一支部', '二支部', '三支部'].map((zh, at) => organisation(`s${at}`, zh)),
    )
    assert.deepEqual(told(refused), [
      '2 联络人手机 unknown',
      '3 联络人工号 conflict',
      '4 联络人姓名 conflict',
      '5 联络人工号 unknown',
    ])
    const { zh, en } = refused.errors[1]!.message
    assert.ok(zh.startsWith('联络人手机属于人员 a，联络人工号属于人员 b。'), zh)
    for (const words of [zh, en]) assert.match(words, /wangge person merge a b/)
    assert.doesNotMatch(JSON.stringify(refused.errors), /phone a|staff b|name other/)
  })

  it('is nothing the second time, whoever was it before and however the table tells it', () => {
    const who = fc.constantFrom<Omit<KeyedOrganisation, 'row'>>(
      {},
      { liaisonId: 'a' },
      { liaisonPhoneKey: 'phone b' },
      { liaisonStaffNumber: 'C', liaisonStaffKey: 'staff c' },
    )
    fc.assert(
      fc.property(who, who, (one, other) => {
        const rows = [
          { nameZh: '甲支部', ...one },
          { id: 'o2', nameZh: '乙支部', ...other },
        ]
        const first = plan(rows)
        assert.deepEqual(first.errors, [])
        const after = written(first)
        assert.deepEqual(
          first.liaisons.map(({ orgId, personId }) => [orgId, personId]),
          STORED.filter(({ id, liaisonId }) => after.get(id)!.liaisonId !== liaisonId).map(({ id }) => [
            id,
            after.get(id)!.liaisonId,
          ]),
        )
        const second = plan(rows, [...after.values()])
        assert.deepEqual(
          [second.created, second.updated, second.unchanged, second.liaisons, second.notes],
          [[], [], 2, [], first.notes],
        )
      }),
    )
  })
})
