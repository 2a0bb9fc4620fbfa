import {
  attend,
  certificateCommand,
  requestedCertificateCommand,
  checkInCommand,
  correctionCommand,
  moveSignUp,
  nextUlid,
  png,
  reportCommand,
  signUpCommand,
} from '../harness.ts'
import type { Caller as HarnessCaller, District } from '../harness.ts'
import { PAGE } from '../oidc-issuer.ts'
import { FORM, makeExamples, open311Form } from '../suites/examples.ts'
import { expectOk } from './callers.ts'
import type { Caller, Owner, Target } from './rule.ts'
import { rosterTargets } from './roster-targets.ts'
import { HERE, PAST_SLOTS, POINTS, SLOTS, SOMEBODY, THERE } from './setting.ts'

/** A request without who asks. */
export interface Ask {
  path: string
  body?: object
  bytes?: Uint8Array
  headers?: Record<string, string>
}

/** The call on a record of one owner. */
export interface Side {
  owner: Owner
  /** Id by which the call names the record, in its path or body. */
  record?: string
  /** Found in the answer where the record is. */
  shows?: string
  /** A call that nobody made before; for this caller, where it is to succeed. */
  ask(caller?: Caller): Promise<Ask>
}

export interface Spec {
  kind: Target['kind']
  isAboutSelf?: true
  isListed?: true
  /** Whoever calls is gone after it. */
  needsStandIn?: true
  here: Side
  /** The neighbour's; left out where the call cannot name one, which `alone` explains. */
  there?: Side
  alone?: string
}

const remark = ({ id: issueId, receipt }: { id: string; receipt: string }) => ({
  path: '/v1/receipts:step',
  body: { id: nextUlid(), receipt, issueId, action: 'note', version: 1, reason: '还没有人来' },
})

const MARCH = 'from=2026-02-28T16:00:00Z&to=2026-03-31T16:00:00Z'
const OF_DISTRICT = 'It is about the district as a whole'
/** In which the week's shifts have nobody yet, so that those of others stay as they are. */
const storm = (gridIds: string[]) => ({
  id: nextUlid(),
  from: '2026-03-20T15:00:00+08:00',
  to: '2026-03-20T18:00:00+08:00',
  gridIds,
  reason: 'weather',
})
const COVER = '/v1/intersections/cover?from=2026-03-02T00:00:00%2B08:00&to=2026-03-03T00:00:00%2B08:00'
const rosterOwner = (at: 'here' | 'there'): Owner => ({ orgId: { here: HERE, there: THERE }[at].orgId, gridPath: HERE.gridPath })
const GRID = { here: 'micro-1', there: 'micro-9' }
const OWNERS = { here: HERE, there: THERE }
const EMPLOYEES: Record<Place, HarnessCaller> = { here: 'employee:A1', there: 'otherEmployee:B1' }
/** Of the posts. */
const PLACES: Record<Place, [number, number]> = { here: [104.0605, 30.5705], there: [104.0705, 30.5805] }
type Place = 'here' | 'there'

/** By operation id, what each call is made on; those left out are open, or about the district, and have an example. */
export async function makeTargets(district: District, ids: readonly string[]): Promise<Record<string, Spec[]>> {
  const examples = await makeExamples(district)
  const records = await makeRecords(district)
  const {
    certificates,
    served,
    requested,
    corrections,
    newCorrection,
    pastSignUps,
    signUps,
    withdrawCorrections,
    issues,
    dispatched,
    receipts,
    newSignUp,
    newIssue,
    newPerson,
    cursor,
    picture,
  } = records
  const confirmed = () => ({ id: nextUlid(), confirm: true })

  /** Both sides; `part` of the owner is what the record has of it. */
  const both = (part: readonly (keyof Owner)[], side: (place: Place) => Omit<Side, 'owner'>) => {
    const of = (place: Place): Side => ({ owner: pick(OWNERS[place], part), ...side(place) })
    return { here: of('here'), there: of('there') }
  }
  const read = (path: (record: string) => string, record: string) => ({ record, ask: async () => ({ path: path(record) }) })
  /** In lists: what lies in the grid, and what the organisation was asked to handle. */
  const asked = (side: (place: Place) => Omit<Side, 'owner'>): Spec => ({
    kind: 'issue',
    isListed: true,
    ...both(['orgId', 'gridPath'], side),
  })
  const self = (ask: Side['ask'], alone: string) => ({ here: { owner: {}, ask }, alone })

  const specs: Record<string, Spec | Spec[]> = {
    listGridPeople: { kind: 'grid', ...both(['gridPath'], (at) => read((id) => `/v1/grids/${id}/people`, GRID[at])) },
    getOrganisation: {
      kind: 'organisation',
      ...both(['orgId'], (at) => read((id) => `/v1/organisations/${id}`, OWNERS[at].orgId)),
    },
    listOrganisationPeople: {
      kind: 'organisation',
      ...both(['orgId'], (at) => read((id) => `/v1/organisations/${id}/people`, OWNERS[at].orgId)),
    },
    listOrganisationSignUps: {
      kind: 'organisation',
      ...both(['orgId'], (at) => read((id) => `/v1/organisations/${id}/sign-ups`, OWNERS[at].orgId)),
    },
    exportOrganisationSignUps: {
      kind: 'organisation',
      ...both(['orgId'], (at) => read((id) => `/v1/organisations/${id}/sign-ups.csv`, OWNERS[at].orgId)),
    },
    getQuota: {
      kind: 'quota',
      isListed: true,
      ...both(['orgId'], (at) => ({ shows: `"orgId":"${OWNERS[at].orgId}"`, ask: async () => ({ path: '/v1/quota' }) })),
    },
    getQuotaFairness: {
      kind: 'quota',
      isListed: true,
      ...both(['orgId'], (at) => ({ shows: `"orgId":"${OWNERS[at].orgId}"`, ask: async () => ({ path: '/v1/quota/fairness' }) })),
    },
    listSlots: {
      kind: 'organisation',
      isListed: true,
      ...both(['orgId', 'gridPath'], (at) => ({
        ...read((id) => `/v1/slots?org=${id}`, OWNERS[at].orgId),
        shows: `"${SLOTS[at]}"`,
      })),
    },
    getRosterWeek: [
      {
        kind: 'sign-up',
        isListed: true,
        // Both are on one post: a liaison is told of their own, the grid's people of both.
        here: { owner: rosterOwner('here'), shows: signUps.here, ask: async () => ({ path: '/v1/roster?from=2026-03-02' }) },
        there: { owner: rosterOwner('there'), shows: signUps.there, ask: async () => ({ path: '/v1/roster?from=2026-03-02' }) },
      },
      { kind: 'grid', ...both(['gridPath'], (at) => read((id) => `/v1/roster?from=2026-03-02&gridId=${id}`, GRID[at])) },
    ],
    getRosterToday: {
      kind: 'sign-up',
      isListed: true,
      ...both(['gridPath'], (at) => ({ shows: pastSignUps[at], ask: async () => ({ path: '/v1/roster/today' }) })),
    },
    exportRosterWeek: {
      kind: 'grid',
      ...both(['gridPath'], (at) => read((id) => `/v1/roster.xlsx?from=2026-03-02&gridId=${id}`, GRID[at])),
    },
    cancelShifts: {
      kind: 'place',
      ...both(['gridPath'], (at) => ({
        record: GRID[at],
        ask: async () => ({ path: '/v1/shifts:cancel', body: storm([GRID[at]]) }),
      })),
    },
    previewCancelShifts: {
      kind: 'place',
      ...both(['gridPath'], (at) => {
        const { id: _, reason: __, ...body } = storm([GRID[at]])
        return { record: GRID[at], ask: async () => ({ path: '/v1/shifts:cancel-preview', body }) }
      }),
    },
    listIntersections: {
      kind: 'grid',
      ...both(['gridPath'], (at) => read((id) => `/v1/intersections?gridId=${id}`, GRID[at])),
    },
    getIntersectionCover: {
      kind: 'grid',
      ...both(['gridPath'], (at) => read((id) => `${COVER}&gridId=${id}`, GRID[at])),
    },
    getReportIn: [
      // A community is told to whoever reaches it, and its numbers to nobody else.
      { kind: 'grid', ...both(['gridPath'], (at) => read((id) => `/v1/report-in?gridId=${id}`, GRID[at])) },
    ],
    listPoints: [
      { kind: 'grid', ...both(['gridPath'], (at) => read((id) => `/v1/points?gridId=${id}`, GRID[at])) },
      {
        kind: 'issue',
        isListed: true,
        ...both(['gridPath'], (at) => ({ shows: `"${POINTS[at]}"`, ask: async () => ({ path: '/v1/points' }) })),
      },
    ],
    listTeams: {
      kind: 'person',
      isListed: true,
      ...both(['orgId', 'gridPath'], (at) => ({ shows: `"${SOMEBODY[at].id}"`, ask: async () => ({ path: '/v1/teams' }) })),
    },
    getMyCalendar: { kind: 'person', ...self(async () => ({ path: '/v1/me/calendar' }), 'The path names nobody') },
    renewMyCalendar: {
      kind: 'person',
      ...self(async (caller) => {
        // Who never signed up has no duties to show.
        if (caller?.person !== undefined) await records.signUpOnce(caller)
        return { path: '/v1/me/calendar', body: {} }
      }, 'The path names nobody'),
    },
    revokeMyCalendar: {
      kind: 'person',
      ...self(async () => ({ path: '/v1/me/calendar/revoke', body: {} }), 'The path names nobody'),
    },
    signUp: {
      kind: 'organisation',
      ...both(['orgId'], (at) => ({
        record: OWNERS[at].orgId,
        ask: async () => ({ path: '/v1/sign-ups', body: signUpCommand({ slotId: 'sh-far', orgId: OWNERS[at].orgId }) }),
      })),
    },
    listMySignUps: {
      kind: 'sign-up',
      isListed: true,
      ...both(['person'], (at) => ({ shows: signUps[at], ask: async () => ({ path: '/v1/me/sign-ups' }) })),
    },
    getSignUp: { kind: 'sign-up', ...both(['person', 'orgId'], (at) => read((id) => `/v1/sign-ups/${id}`, signUps[at])) },
    cancelSignUp: {
      kind: 'sign-up',
      ...both(['person', 'orgId'], (at) => ({
        record: signUps[at],
        async ask(caller) {
          const signUpId = caller ? await newSignUp(at, 'sh-later') : signUps[at]
          return { path: `/v1/sign-ups/${signUpId}/cancel`, body: { id: nextUlid(), signUpId } }
        },
      })),
    },
    checkIn: {
      kind: 'sign-up',
      ...both(['person', 'orgId', 'gridPath'], (at) => ({
        record: pastSignUps[at],
        async ask(caller) {
          const host = { by: 'host', signUpId: pastSignUps[at] }
          const place = { by: 'place', slotId: PAST_SLOTS[at], position: PLACES[at], accuracy: 20 }
          return { path: '/v1/check-ins', body: checkInCommand({ proof: caller?.kind === 'person' ? place : host }) }
        },
      })),
    },
    requestCorrection: {
      kind: 'sign-up',
      ...both(['person', 'orgId'], (at) => ({
        record: pastSignUps[at],
        async ask(caller) {
          if (caller) await withdrawCorrections()
          return { path: `/v1/sign-ups/${pastSignUps[at]}/corrections`, body: correctionCommand(pastSignUps[at]) }
        },
      })),
    },
    stepCorrection: {
      kind: 'correction',
      ...both(['person', 'gridPath'], (at) => ({
        record: corrections[at],
        async ask(caller) {
          const correctionId = caller ? await newCorrection(at) : corrections[at]
          const action = caller?.kind === 'person' ? 'withdraw' : 'accept'
          return { path: `/v1/corrections/${correctionId}/steps`, body: { id: nextUlid(), correctionId, action } }
        },
      })),
    },
    listCorrections: [
      { kind: 'grid', ...both(['gridPath'], (at) => read((id) => `/v1/corrections?gridId=${id}`, GRID[at])) },
      {
        kind: 'correction',
        isListed: true,
        ...both(['gridPath'], (at) => ({
          shows: pastSignUps[at],
          async ask(caller) {
            // What was there may be decided by now.
            if (caller) await newCorrection(at)
            return { path: '/v1/corrections' }
          },
        })),
      },
    ],
    getMyHours: {
      kind: 'sign-up',
      isListed: true,
      ...both(['person'], (at) => ({ shows: pastSignUps[at], ask: async () => ({ path: '/v1/me/hours' }) })),
    },
    getOrganisationHours: {
      kind: 'organisation',
      ...both(['orgId'], (at) => read((id) => `/v1/organisations/${id}/hours`, OWNERS[at].orgId)),
    },
    exportOrganisationHours: {
      kind: 'organisation',
      ...both(['orgId'], (at) => read((id) => `/v1/organisations/${id}/hours.csv`, OWNERS[at].orgId)),
    },
    exportOrganisationHoursWorkbook: {
      kind: 'organisation',
      ...both(['orgId'], (at) => read((id) => `/v1/organisations/${id}/hours.xlsx`, OWNERS[at].orgId)),
    },
    listServiceRecords: [
      { kind: 'grid', ...both(['gridPath'], (at) => read((id) => `/v1/service-records?gridId=${id}`, GRID[at])) },
      {
        kind: 'sign-up',
        isListed: true,
        ...both(['gridPath'], (at) => ({
          shows: pastSignUps[at],
          async ask() {
            await attend(district, pastSignUps[at])
            return { path: '/v1/service-records?limit=200' }
          },
        })),
      },
    ],
    exportServiceRecords: {
      kind: 'grid',
      ...both(['gridPath'], (at) => read((id) => `/v1/service-records.csv?gridId=${id}`, GRID[at])),
    },
    exportServiceRecordsWorkbook: {
      kind: 'grid',
      ...both(['gridPath'], (at) => read((id) => `/v1/service-records.xlsx?gridId=${id}`, GRID[at])),
    },
    listOrganisationCertificates: {
      kind: 'organisation',
      ...both(['orgId'], (at) => read((id) => `/v1/organisations/${id}/certificates`, OWNERS[at].orgId)),
    },
    issueRequestedCertificate: {
      kind: 'organisation',
      ...both(['orgId'], (at) => ({
        record: OWNERS[at].orgId,
        ask: async () => ({
          path: `/v1/organisations/${OWNERS[at].orgId}/certificates`,
          body: requestedCertificateCommand(served[at]),
        }),
      })),
    },
    revokeRequestedCertificate: {
      kind: 'organisation',
      ...both(['orgId'], (at) => ({
        record: OWNERS[at].orgId,
        ask: async () => ({
          path: `/v1/organisations/${OWNERS[at].orgId}/certificates/${requested[at]}/revoke`,
          body: { id: nextUlid(), certificateId: requested[at] },
        }),
      })),
    },
    issueCertificate: {
      kind: 'person',
      ...self(async () => ({ path: '/v1/me/certificates', body: certificateCommand() }), 'The path names nobody'),
    },
    listMyCertificates: {
      kind: 'certificate',
      isListed: true,
      ...both(['person'], (at) => ({ shows: certificates[at], ask: async () => ({ path: '/v1/me/certificates' }) })),
    },
    revokeCertificate: {
      kind: 'certificate',
      ...both(['person'], (at) => ({
        record: certificates[at],
        ask: async () => ({
          path: `/v1/me/certificates/${certificates[at]}/revoke`,
          body: { id: nextUlid(), certificateId: certificates[at] },
        }),
      })),
    },
    getShiftCode: {
      kind: 'slot',
      ...both(['orgId', 'gridPath'], (at) => read((id) => `/v1/slots/${id}/code`, PAST_SLOTS[at])),
    },
    ...(await rosterTargets(district, both, signUps)),
    reportIssue: {
      kind: 'place',
      ...both(['gridPath'], (at) => ({
        record: GRID[at],
        ask: async () => ({ path: '/v1/issues', body: reportCommand({ place: { by: 'grid', gridId: GRID[at] } }) }),
      })),
    },
    reportByOpen311: {
      kind: 'place',
      ...both(['gridPath'], (at) => ({
        record: GRID[at],
        ask: async () => ({
          path: '/open311/v2/requests.json',
          bytes: open311Form({ lat: '', long: '', address_id: GRID[at] }),
          headers: FORM,
        }),
      })),
    },
    getReceipt: {
      kind: 'receipt',
      here: { owner: { isHeld: true }, ...read((code) => `/v1/receipts/${code}`, receipts.here) },
      there: { owner: { isHeld: false }, ...read((code) => `/v1/receipts/${code}`, 'ZZZZ-ZZZZ-ZZ') },
    },
    trackIssue: {
      kind: 'receipt',
      here: { owner: { isHeld: true }, ...read((code) => `/v1/receipts/${code}/track`, receipts.here) },
      there: { owner: { isHeld: false }, ...read((code) => `/v1/receipts/${code}/track`, 'ZZZZ-ZZZZ-ZZ') },
    },
    getReceiptPhoto: {
      kind: 'receipt',
      here: { owner: { isHeld: true }, ...read((code) => `/v1/receipts/${code}/photos/${picture}`, receipts.here) },
      there: { owner: { isHeld: false }, ...read((code) => `/v1/receipts/${code}/photos/${picture}`, 'ZZZZ-ZZZZ-ZZ') },
    },
    stepByReceipt: {
      kind: 'receipt',
      here: { owner: { isHeld: true }, record: receipts.here, ask: async () => remark(await records.report('here')) },
      there: { owner: { isHeld: false }, ask: async () => remark({ id: nextUlid(), receipt: 'ZZZZ-ZZZZ-ZZ' }) },
    },
    getIssuePhoto: {
      kind: 'issue',
      ...both(['gridPath'], (at) => read((id) => `/v1/issues/${id}/photos/${picture}`, issues[at])),
    },
    ...Object.fromEntries(
      [
        ['exportIssuesCsv', 'csv'],
        ['exportIssuesGeoJson', 'geojson'],
      ].map(([id, type]): [string, Spec[]] => [
        id!,
        [
          { kind: 'part', ...both(['gridPath'], (at) => read((grid) => `/v1/issues.${type}?grid=${grid}`, GRID[at])) },
          {
            kind: 'issue',
            isListed: true,
            ...both(['gridPath'], (at) => ({ shows: issues[at], ask: async () => ({ path: `/v1/issues.${type}` }) })),
          },
          asked((at) => ({ shows: dispatched[at], ask: async () => ({ path: `/v1/issues.${type}` }) })),
        ],
      ]),
    ),
    exportIssuesWorkbook: {
      kind: 'part',
      ...both(['gridPath'], (at) => read((grid) => `/v1/issues.xlsx?grid=${grid}`, GRID[at])),
    },
    getIssueHead: { kind: 'issue', ...both(['gridPath'], (at) => read((id) => `/v1/issues/${id}/head`, issues[at])) },
    verifyIssue: {
      kind: 'issue',
      ...both(['gridPath'], (at) => ({
        record: issues[at],
        ask: async () => ({ path: `/v1/issues/${issues[at]}/verification`, body: {} }),
      })),
    },
    listIssues: [
      { kind: 'part', ...both(['gridPath'], (at) => read((id) => `/v1/issues?grid=${id}&limit=200`, GRID[at])) },
      {
        kind: 'issue',
        isListed: true,
        ...both(['gridPath'], (at) => ({ shows: issues[at], ask: async () => ({ path: '/v1/issues?limit=200' }) })),
      },
      asked((at) => ({ shows: dispatched[at], ask: async () => ({ path: '/v1/issues?limit=200' }) })),
    ],
    getIssueBoard: [
      { kind: 'part', ...both(['gridPath'], (at) => read((id) => `/v1/issue-board?grid=${id}`, GRID[at])) },
      {
        kind: 'issue',
        isListed: true,
        ...both(['gridPath'], (at) => ({ shows: issues[at], ask: async () => ({ path: '/v1/issue-board' }) })),
      },
      asked((at) => ({ shows: dispatched[at], ask: async () => ({ path: '/v1/issue-board' }) })),
    ],
    getIssueRates: {
      kind: 'part',
      ...both(['gridPath'], (at) => read((id) => `/v1/issue-rates?${MARCH}&gridId=${id}`, GRID[at])),
    },
    getIssue: { kind: 'issue', ...both(['gridPath'], (at) => read((id) => `/v1/issues/${id}`, issues[at])) },
    advanceIssue: {
      kind: 'issue',
      ...both(['gridPath'], (at) => ({
        record: issues[at],
        async ask(caller) {
          const isVerified = caller?.role === 'inspector'
          const issueId = caller ? await newIssue(at, isVerified) : issues[at]
          const step = isVerified ? { action: 'verify', version: 4 } : { action: 'accept', version: 1 }
          return {
            path: `/v1/issues/${issueId}/transitions`,
            body: { id: nextUlid(), issueId, assignee: { role: 'community' }, ...step },
          }
        },
      })),
    },
    listChanges: {
      kind: 'issue',
      isListed: true,
      ...both(['gridPath'], (at) => ({
        shows: issues[at],
        ask: async () => ({ path: `/v1/changes?after=${cursor}&limit=50` }),
      })),
    },
    findPeople: {
      kind: 'person',
      isListed: true,
      ...both(['orgId', 'gridPath'], (at) => ({
        shows: SOMEBODY[at].id,
        ask: async () => ({ path: '/v1/people/find', body: { name: SOMEBODY[at].name } }),
      })),
    },
    getPerson: {
      kind: 'person',
      ...both(['orgId', 'gridPath'], (at) => read((id) => `/v1/people/${id}`, SOMEBODY[at].id)),
    },
    exportPerson: { kind: 'person', ...both([], (at) => read((id) => `/v1/people/${id}/data`, SOMEBODY[at].id)) },
    recordConsent: {
      kind: 'person',
      ...both([], (at) => ({
        record: SOMEBODY[at].id,
        ask: async () => ({
          path: `/v1/people/${SOMEBODY[at].id}/consents`,
          body: { id: nextUlid(), purpose: 'volunteer-duty', version: 1, by: 'self' },
        }),
      })),
    },
    erasePerson: {
      kind: 'person',
      ...both([], (at) => ({
        record: SOMEBODY[at].id,
        ask: async (caller) => ({
          path: `/v1/people/${caller ? await newPerson() : SOMEBODY[at].id}/erasure`,
          body: confirmed(),
        }),
      })),
    },
    mergePeople: {
      kind: 'person',
      ...both([], (at) => ({
        record: SOMEBODY[at].id,
        ask: async (caller) => ({
          path: `/v1/people/${caller ? await newPerson() : SOMEBODY[at].id}/merge`,
          body: { ...confirmed(), goneId: caller ? await newPerson() : 'head-1' },
        }),
      })),
    },
    getMe: {
      kind: 'person',
      isListed: true,
      ...both(['person'], (at) => ({ shows: `"staffNumber":"${OWNERS[at].person}"`, ask: async () => ({ path: '/v1/me' }) })),
    },
    exportMe: {
      kind: 'person',
      isListed: true,
      isAboutSelf: true,
      ...both(['person'], (at) => ({ shows: signUps[at], ask: async () => ({ path: '/v1/me/data' }) })),
    },
    eraseMe: {
      kind: 'person',
      isAboutSelf: true,
      needsStandIn: true,
      ...self(async () => ({ path: '/v1/me/erasure', body: confirmed() }), 'The path names nobody'),
    },
    withdrawConsent: {
      kind: 'person',
      isAboutSelf: true,
      needsStandIn: true,
      ...self(
        async () => ({ path: '/v1/me/consents/withdrawal', body: { id: nextUlid(), purpose: 'volunteer-duty' } }),
        'The path names nobody',
      ),
    },
    createSession: {
      kind: 'district',
      ...self(async () => {
        const { path, body } = await examples.createSession!()
        return { path, body: body!, headers: { origin: PAGE } }
      }, 'Whoever holds the code'),
    },
    endSession: {
      kind: 'district',
      needsStandIn: true,
      ...self(async () => ({ path: '/v1/auth/sign-out' }), 'The token that comes with the call'),
    },
  }
  const exampleOf = (id: string): Spec | undefined =>
    examples[id] && {
      kind: 'district',
      here: { owner: {}, ask: async () => withoutCaller(await examples[id]!()) },
      alone: OF_DISTRICT,
    }
  return Object.fromEntries(
    ids.flatMap((id) => {
      const found = specs[id] ?? exampleOf(id)
      return found ? [[id, Array.isArray(found) ? found : [found]]] : []
    }),
  )
}

const withoutCaller = ({ path, body, bytes, headers }: Ask): Ask => ({
  path,
  ...(body && { body }),
  ...(bytes && { bytes }),
  ...(headers && { headers }),
})

const pick = (owner: Owner, names: readonly (keyof Owner)[]): Owner =>
  Object.fromEntries(Object.entries(owner).filter(([name]) => names.includes(name as keyof Owner)))

/** Records of each place, and how more of them are made. */
async function makeRecords(district: District) {
  const newSignUp = async (at: Place, slotId: string): Promise<string> => {
    const command = signUpCommand({ slotId, orgId: OWNERS[at].orgId })
    await expectOk(district.post('/v1/sign-ups', command, EMPLOYEES[at]))
    return command.id
  }
  const isSignedUp = new Set<string>([HERE.person, THERE.person])
  const signUpOnce = async ({ person, orgId }: Caller): Promise<void> => {
    if (isSignedUp.has(person!)) return
    isSignedUp.add(person!)
    const as: HarnessCaller = `${orgId === HERE.orgId ? 'employee' : 'otherEmployee'}:${person!}`
    await expectOk(district.post('/v1/sign-ups', signUpCommand({ slotId: 'sh-later', orgId }), as))
  }
  const step = (issueId: string, version: number, action: string, more: object = {}) => {
    const body = { id: nextUlid(), issueId, version, action, reason: '已清理', ...more }
    return expectOk(district.post(`/v1/issues/${issueId}/transitions`, body, 'street'))
  }
  const photo = png('shown to whoever may see it')
  await expectOk(
    district.call('PUT', `/v1/photos/${photo.ref.sha256}`, {
      as: 'public',
      body: photo.bytes,
      headers: { 'content-type': 'image/png' },
    }),
  )
  const report = async (at: Place): Promise<{ id: string; receipt: string }> => {
    const command = reportCommand({ place: { by: 'grid', gridId: GRID[at] }, photos: [photo.ref] })
    return (await expectOk(district.post('/v1/issues', command, 'public'))).body
  }
  const newIssue = async (at: Place, isResolved: boolean): Promise<string> => {
    const { id } = await report(at)
    const actions = isResolved ? ['accept', 'start', 'resolve'] : []
    for (const [index, action] of actions.entries()) await step(id, index + 1, action)
    return id
  }
  const newDispatched = async (at: Place): Promise<string> => {
    const { id } = await report(at)
    await step(id, 1, 'accept')
    await step(id, 2, 'dispatch', { assignee: { role: 'liaison', orgId: OWNERS[at].orgId } })
    return id
  }
  const newPerson = async (): Promise<string> => {
    const id = nextUlid()
    await expectOk(district.post('/v1/people', { id, name: '一次性' }, 'street'))
    return id
  }
  const { cursor } = (await expectOk(district.call('GET', '/v1/changes', { as: 'street' }))).body as { cursor: number }
  const reports = { here: await report('here'), there: await report('there') }
  const signUps = { here: await newSignUp('here', SLOTS.here), there: await newSignUp('there', SLOTS.here) }
  const newPastSignUp = async (at: Place): Promise<string> => {
    const id = await newSignUp(at, 'sh-later')
    await moveSignUp(district, id, PAST_SLOTS[at])
    return id
  }
  const pastSignUps = { here: await newPastSignUp('here'), there: await newPastSignUp('there') }
  const withdrawCorrections = () =>
    district.database.db
      .updateTable('corrections')
      .set({ state: 'withdrawn' })
      .where('state', 'in', ['requested', 'disputed'])
      .execute()
  const newCorrection = async (at: Place): Promise<string> => {
    await withdrawCorrections()
    const command = correctionCommand(pastSignUps[at])
    await expectOk(district.post(`/v1/sign-ups/${pastSignUps[at]}/corrections`, command, EMPLOYEES[at]))
    return command.id
  }
  const newCertificate = async (at: Place): Promise<string> => {
    await attend(district, pastSignUps[at])
    const command = certificateCommand()
    await expectOk(district.post('/v1/me/certificates', command, EMPLOYEES[at]))
    return command.id
  }
  const servedAt = async (at: Place): Promise<string> => {
    const { db } = district.database
    return (await db.selectFrom('sign_ups').select('person_id').where('id', '=', pastSignUps[at]).executeTakeFirstOrThrow())
      .person_id
  }
  const served = { here: await servedAt('here'), there: await servedAt('there') }
  const newRequested = async (at: Place): Promise<string> => {
    await attend(district, pastSignUps[at])
    const command = requestedCertificateCommand(served[at])
    await expectOk(district.post(`/v1/organisations/${OWNERS[at].orgId}/certificates`, command, 'street'))
    // As the liaison issues it; what was asked of the street is the street's alone.
    await district.database.db.updateTable('certificates').set({ shared: true }).where('id', '=', command.id).execute()
    return command.id
  }
  // A colleague has hours of their own.
  const colleagues = signUpCommand({ slotId: 'sh-later' })
  await expectOk(district.post('/v1/sign-ups', colleagues, 'employee:A2'))
  await moveSignUp(district, colleagues.id, PAST_SLOTS.here)
  await attend(district, colleagues.id)
  return {
    cursor,
    picture: photo.ref.sha256,
    report,
    signUps,
    pastSignUps,
    withdrawCorrections,
    newCorrection,
    corrections: { here: await newCorrection('here'), there: await newCorrection('there') },
    certificates: { here: await newCertificate('here'), there: await newCertificate('there') },
    served,
    requested: { here: await newRequested('here'), there: await newRequested('there') },
    issues: { here: reports.here.id, there: reports.there.id },
    dispatched: { here: await newDispatched('here'), there: await newDispatched('there') },
    receipts: { here: reports.here.receipt, there: reports.there.receipt },
    newSignUp,
    signUpOnce,
    newIssue,
    newPerson,
  }
}
