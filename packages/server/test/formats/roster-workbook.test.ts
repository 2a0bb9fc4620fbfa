import assert from 'node:assert/strict'
import { it } from 'node:test'
import { strFromU8, unzipSync } from 'fflate'
import readXlsxFile from 'read-excel-file/node'
import { rosterWorkbook } from '../../src/formats/roster-workbook.ts'

type Week = Parameters<typeof rosterWorkbook>[0]

const person = (name: string, state: 'seated' | 'waitlisted' = 'seated') => ({
  signUpId: '01KR9FV61G04SJC953QG90J6VD',
  personId: 'p1',
  orgId: 'o1',
  by: 'self' as const,
  name,
  state,
})
const slot = (id: string, startsAt: string, more: Partial<Week['slots'][number]> = {}): Week['slots'][number] => ({
  id,
  postId: 'p-1',
  date: '2026-10-01',
  startsAt,
  endsAt: '2026-10-01T04:00:00.000Z',
  capacity: 2,
  seated: 0,
  waitlisted: 0,
  cancelled: false,
  people: [],
  ...more,
})
const week = (slots: Week['slots']): Week => ({
  timeZone: 'Asia/Shanghai',
  days: [
    { date: '2026-09-30', kind: 'workday' },
    { date: '2026-10-01', kind: 'holiday', name: { zh: '国庆节', en: 'National Day' } },
  ],
  posts: [{ id: 'p-1', kind: 'mobile', name: { zh: '流动哨', en: 'Mobile' }, gridId: 'g' }],
  slots,
  organisations: [],
})
const sheets = async (slots: Week['slots']) => {
  const bytes = await rosterWorkbook(week(slots))
  const read = (await readXlsxFile(Buffer.from(bytes))) as { data: unknown[][] }[]
  const xml = Object.values(unzipSync(bytes))
    .map((part) => strFromU8(part))
    .join('')
  return { matrix: read[0]!.data, list: read[1]!.data, xml }
}

it('puts posts by days, holidays named, and a line for each shift in local time', async () => {
  const people = [person('候补人', 'waitlisted'), person('王小明')]
  const { matrix, list } = await sheets([slot('s1', '2026-10-01T00:30:00.000Z', { seated: 1, waitlisted: 1, people })])
  assert.deepEqual(matrix[0], ['岗位 Post', '2026-09-30\n周三 Wed', '2026-10-01\n周四 Thu\n假日 holiday 国庆节'])
  assert.deepEqual(matrix[1], ['流动哨\nMobile', null, '08:30–12:00  1/2\n王小明、(候补人)'])
  assert.deepEqual(list[1], [
    '2026-10-01',
    '周四 Thu',
    '假日 holiday 国庆节',
    '流动哨 mobile',
    '流动哨',
    'Mobile',
    '08:30',
    '12:00',
    2,
    1,
    1,
    '王小明、(候补人)',
    '缺 1 open',
  ])
})

it('puts last whoever is not there, and says which way', async () => {
  const people = [
    { ...person('未到人'), attendance: { state: 'no-show' as const } },
    { ...person('请假人'), attendance: { state: 'excused' as const } },
    { ...person('王小明'), attendance: { state: 'in' as const } },
    person('候补人', 'waitlisted'),
  ]
  const { list } = await sheets([slot('s1', '2026-10-01T00:30:00.000Z', { seated: 1, waitlisted: 1, people })])
  assert.equal(list[1]![11], '王小明、(候补人)、未到人 [未到 absent]、请假人 [请假 excused]')
})

it('has no formula and nothing that XML cannot write, whatever a name is', async () => {
  const names = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '<b>&"x"</b>', '\u0001\u0008控制\uFFFE', '😀', '前 后']
  const { list, xml } = await sheets([slot('s1', '2026-10-01T00:30:00.000Z', { people: names.map((name) => person(name)) })])
  assert.equal(list[1]![11], ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '<b>&"x"</b>', '控制', '😀', '前 后'].join('、'))
  assert.equal(/<f[ >]/.test(xml), false)
})

it('keeps the printed cell short where many come, and every cell as long as a cell may be', async () => {
  const few = Array.from({ length: 15 }, (_, k) => person(`人${k}`))
  const many = Array.from({ length: 9_000 }, () => person('欧阳娜娜'))
  const { matrix, list } = await sheets([
    slot('s1', '2026-10-01T00:30:00.000Z', { people: few, seated: 15 }),
    slot('s2', '2026-10-01T01:30:00.000Z', { people: many, cancelled: true }),
  ])
  assert.match(String(matrix[1]![2]), /人11 … \+3\n\n09:30–12:00 {2}0\/2 取消 off/)
  assert.ok(String(list[2]![11]).length <= 32_767)
  assert.deepEqual([list[1]![12], list[2]![12]], ['满 full', '取消 off'])
})

it('is a workbook where there is nothing', async () => {
  const bytes = await rosterWorkbook({ timeZone: 'Asia/Shanghai', days: [], posts: [], slots: [], organisations: [] })
  assert.equal(((await readXlsxFile(Buffer.from(bytes))) as { data: unknown[][] }[])[0]!.data.length, 1)
})
