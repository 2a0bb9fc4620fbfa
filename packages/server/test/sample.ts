import type { SeedData } from '../src/seed/files.ts'

/** A district of one community, two estates and three micro-grids, drawn as squares of 0.001 degrees. */
export const NOW = Date.parse('2026-03-02T09:00:00+08:00')

const name = (zh: string, en: string) => ({ zh, en })
const square = (west: number, south: number) => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [west + 0.001, south],
      [west + 0.001, south + 0.001],
      [west, south + 0.001],
      [west, south],
    ],
  ],
})

const grid = (id: string, level: string, parentId: string | undefined, west?: number) => ({
  id,
  level,
  ...(parentId && { parentId }),
  name: name(`网格${id}`, `Grid ${id}`),
  codes: [{ scheme: 'local', value: id.toUpperCase() }],
  ...(west !== undefined && { geometry: square(west, 30.57), crs: 'wgs84' }),
})

const appointment = (id: string, role: string, personId: string, gridId: string) => ({
  id,
  role,
  personId,
  gridId,
  from: '2026-02-01T00:00:00+08:00',
})

const shift = (id: string, startsAt: string, endsAt: string, need: number, postId = 'post-1') => ({
  id,
  postId,
  startsAt,
  endsAt,
  need,
})

const organisation = (id: string, zh: string) => ({ id, kind: 'twoNew', name: name(zh, `Company ${id}`), registered: 30 })

const attribute = (code: string, datatype: string, required: boolean, keys?: string[]) => ({
  code,
  datatype,
  required,
  label: name('问', 'Ask'),
  ...(keys && { values: keys.map((key) => ({ key, name: name(key, key) })) }),
})

export const sample = (): SeedData => ({
  district: [
    {
      id: 'sample',
      name: name('样例街道', 'Sample'),
      timeZone: 'Asia/Shanghai',
      referenceDate: '2026-03-02',
      signUpPolicy: { closesBeforeMinutes: 30, minRestMinutes: 30, maxWaitlist: 5 },
      consent: {
        'issue-report': { version: 2, zh: '用于处置问题', en: 'To settle the issue', retentionDays: 365 },
        'volunteer-duty': { version: 1, zh: '用于安排值守', en: 'To arrange duties', retentionDays: 730 },
        'party-status': { version: 1, zh: '用于联系党员', en: 'To reach party members', retentionDays: 730, separate: true },
      },
    },
  ],
  grids: [
    grid('root', 'subdistrict', undefined),
    grid('north', 'community', 'root'),
    grid('north-1', 'estate', 'north'),
    grid('north-2', 'estate', 'north'),
    grid('micro-1', 'micro', 'north-1', 104.06),
    grid('micro-2', 'micro', 'north-1', 104.061),
    grid('micro-3', 'micro', 'north-2', 104.062),
  ],
  people: [
    { id: 'head-1', displayName: '样例' },
    { id: 'head-2', displayName: '样本' },
  ],
  appointments: [
    appointment('a-1', 'buildingHead', 'head-1', 'micro-1'),
    appointment('a-2', 'dualPrimary', 'dual-1', 'micro-1'),
    appointment('a-3', 'volunteer', 'volunteer-1', 'micro-1'),
    appointment('a-4', 'buildingHead', 'head-2', 'micro-2'),
  ],
  organisations: [organisation('org-a', '甲公司'), organisation('org-b', '乙公司')],
  // A tenth each day since the Monday before.
  'quota-plans': [
    {
      version: 1,
      plan: { steps: [{ from: '2026-02-23', ratio: { num: 1, den: 10 }, kinds: ['twoNew'] }], exempt: [] },
      at: '2026-02-22T09:00:00+08:00',
    },
  ],
  'intersection-duties': [
    { intersectionId: 'crossing', orgId: 'org-b', from: '2026-02-01T00:00:00+08:00', to: '2026-03-05T00:00:00+08:00' },
    { intersectionId: 'crossing', orgId: 'org-a', from: '2026-03-05T00:00:00+08:00' },
  ],
  places: [
    {
      id: 'crossing',
      class: 'intersection',
      name: name('样例路口', 'Sample Crossing'),
      position: [104.0625, 30.5705],
      gridIds: ['micro-3'],
    },
    {
      id: 'hall',
      class: 'serviceHall',
      name: name('便民服务站', 'Service Hall'),
      position: [104.0605, 30.5706],
      gridIds: ['micro-1'],
    },
  ],
  teams: [
    {
      id: 'task-force',
      kind: 'taskForce',
      name: name('突击队', 'Task Force'),
      leaderId: 'head-2',
      memberIds: ['head-2'],
      pointIds: ['point-1'],
      orgId: 'org-a',
    },
  ],
  'evaluation-points': [
    {
      id: 'point-1',
      placeId: 'hall',
      name: name('服务站点位', 'Hall point'),
      gridId: 'micro-1',
      standardIds: ['std-order'],
      ownerTeamIds: ['task-force'],
      status: 'pass',
      lastScore: 91.5,
    },
  ],
  // From the day after that of the last shift on.
  'week-templates': [
    {
      id: 'template-1',
      postId: 'post-1',
      from: '2026-03-13',
      lines: [
        { id: 'am', weekdays: [1, 2, 3, 4, 5], makeUpDays: 'on', from: '08:00', to: '10:00', need: 2 },
        {
          id: 'pm',
          weekdays: [6],
          from: '14:00',
          to: '16:00',
          need: 3,
          mix: [{ role: 'dualRegistrant', need: 1 }],
          skills: ['first-aid'],
          minAge: 18,
          campaign: 'civil-city',
        },
      ],
    },
  ],
  posts: [
    {
      id: 'post-1',
      kind: 'patrol',
      name: name('巡查岗', 'Patrol'),
      gridId: 'micro-1',
      position: [104.0605, 30.5705],
      capacity: { min: 1, max: 20 },
    },
    {
      id: 'post-2',
      kind: 'intersection',
      name: name('路口岗', 'Crossing'),
      gridId: 'micro-3',
      placeId: 'crossing',
      capacity: { min: 1, max: 4 },
    },
  ],
  shifts: [
    shift('sh-20', '2026-03-03T08:00:00+08:00', '2026-03-03T10:00:00+08:00', 20),
    shift('sh-1', '2026-03-03T12:00:00+08:00', '2026-03-03T14:00:00+08:00', 1),
    shift('sh-overlap', '2026-03-03T13:00:00+08:00', '2026-03-03T15:00:00+08:00', 5),
    shift('sh-past', '2026-03-02T07:00:00+08:00', '2026-03-02T08:00:00+08:00', 5),
    shift('sh-later', '2026-03-08T12:00:00+08:00', '2026-03-08T14:00:00+08:00', 1000),
    shift('sh-crossing', '2026-03-04T08:00:00+08:00', '2026-03-04T10:00:00+08:00', 2, 'post-2'),
    shift('sh-far', '2026-03-12T12:00:00+08:00', '2026-03-12T14:00:00+08:00', 5),
  ],
  categories: [
    { id: 'street', name: name('街面', 'Street'), version: 1, attributes: [] },
    {
      id: 'street-litter',
      parentId: 'street',
      name: name('垃圾', 'Litter'),
      version: 1,
      attributes: [],
      severity: 'simple',
      terms: {
        general: { response: { amount: 120, unit: 'workingMinutes' }, handling: { amount: 3, unit: 'workingDays' } },
        emergency: { response: { amount: 30, unit: 'minutes' }, handling: { amount: 240, unit: 'minutes' } },
      },
    },
    {
      id: 'street-stall',
      parentId: 'street',
      name: name('占道', 'Stall'),
      version: 1,
      attributes: [
        attribute('count', 'number', true),
        attribute('size', 'singlevaluelist', false, ['big', 'small']),
        attribute('kinds', 'multivaluelist', false, ['one', 'two']),
        attribute('since', 'datetime', false),
        attribute('note', 'text', false),
      ],
    },
  ],
  issues: [
    {
      id: '01KR9FV61G04SJC953QG90J6VD',
      categoryId: 'street-litter',
      gridPath: ['root', 'north', 'north-1', 'micro-2'],
      state: 'submitted',
      createdAt: '2026-03-01T10:00:00+08:00',
      updatedAt: '2026-03-01T10:00:00+08:00',
      version: 1,
      source: 'resident',
      attributes: {},
      description: '楼下有垃圾',
      photos: [],
      receipt: 'AAAA-BBBB-CC',
      history: [
        {
          issueId: '01KR9FV61G04SJC953QG90J6VD',
          seq: 1,
          action: 'report',
          to: 'submitted',
          actor: { id: 'r-1', role: 'resident' },
          at: '2026-03-01T10:00:00+08:00',
        },
      ],
    },
  ],
})
