// An issue in micro-grid m1 of the small district, and the people around it.
import type { AdvanceCommand } from '../src/issue/advance.ts'
import type { Actor, IssueContext } from '../src/issue/permission.ts'
import { openIssue } from '../src/issue/open-issue.ts'
import type { ActorRole, Issue, IssueState, PhotoRef, ReportCommand, ServiceTerms, TimeLimit } from '../src/issue/schema.ts'
import { appointment, SMALL_DISTRICT, treeOf } from './small-district.ts'

export const NOW = Date.parse('2026-03-02T09:00:00+08:00')

export const tree = treeOf(SMALL_DISTRICT)

export const context: IssueContext = {
  tree,
  appointments: [appointment('buildingHead', 'head', 'm1'), appointment('buildingHead', 'other-head', 'm2')],
  now: NOW,
}

/** One of each role who reaches micro-grid m1; the resident is the one who reported. */
export const ACTORS: Readonly<Record<ActorRole, Actor>> = {
  resident: { id: 'reporter', role: 'resident' },
  street: { id: 'street', role: 'street' },
  community: { id: 'community', role: 'community', gridId: 'c1' },
  estateWorker: { id: 'worker', role: 'estateWorker', gridId: 'e1' },
  buildingHead: { id: 'head', role: 'buildingHead', gridId: 'm1' },
  liaison: { id: 'liaison', role: 'liaison', gridId: 'c1' },
  inspector: { id: 'inspector', role: 'inspector', gridId: 's' },
  auditor: { id: 'auditor', role: 'auditor', gridId: 's' },
}

export const PHOTO: PhotoRef = { sha256: 'a'.repeat(64), type: 'image/jpeg', size: 200_000 }

export const REPORT: ReportCommand = {
  id: '01ARYZ6S410000000000000001',
  source: 'resident',
  categoryId: 'waste.bulky',
  attributes: { pieces: 2 },
  description: '楼道里有两件旧家具',
  place: { by: 'grid', gridId: 'm1' },
  photos: [PHOTO],
  consent: { purpose: 'issue-report', version: 1 },
}

/** An answer in two working hours, three working days to handle it, ten for all of it. */
export const TERMS: ServiceTerms = {
  response: { amount: 120, unit: 'workingMinutes' },
  handling: { amount: 3, unit: 'workingDays' },
  total: { amount: 10, unit: 'workingDays' },
}

export const submitted: Issue = openIssue(REPORT, {
  gridPath: ['s', 'c1', 'e1', 'm1'],
  actor: ACTORS.resident,
  now: NOW,
  terms: TERMS,
})

/** An issue that another can be merged into. */
export const GOES_ON: Pick<Issue, 'id' | 'state'> = { id: 'goes-on', state: 'handling' }

/** Whatever it is taken for, it is otherwise. */
export const correctionOf = ({ severity }: Pick<Issue, 'severity'>) =>
  ({ severity: severity === 'major' ? 'simple' : 'major' }) as const

/** All that any action asks for. */
export const COMPLETE = {
  reason: '说明',
  evidence: [PHOTO] as PhotoRef[],
  into: GOES_ON.id,
  extension: { amount: 2, unit: 'workingDays' } as TimeLimit,
  until: '2026-12-01T09:00:00Z',
  rating: 4,
  correction: { severity: 'major' },
} satisfies Partial<AdvanceCommand>

/** The submitted issue, as if it were in another state already. */
export const inState = (state: IssueState, more: Partial<Issue> = {}): Issue => ({ ...submitted, state, ...more })
