// What is proven of a district on the embedded database and on a real PostgreSQL alike.
import type { AppOptions } from '../src/app.ts'
import type { District } from './harness.ts'
import { audit } from './suites/audit.ts'
import { audited } from './suites/audited.ts'
import { badInput } from './suites/bad-input.ts'
import { calendars } from './suites/calendars.ts'
import { changes } from './suites/changes.ts'
import { checkIns } from './suites/check-ins.ts'
import { consent } from './suites/consent.ts'
import { defaultLimits } from './suites/default-limits.ts'
import { erasure } from './suites/erasure.ts'
import { erasureColumns } from './suites/erasure-columns.ts'
import { erasureTraces } from './suites/erasure-traces.ts'
import { gridHealth } from './suites/grid-health.ts'
import { gridImport } from './suites/grid-import.ts'
import { gridRedraw } from './suites/grid-redraw.ts'
import { hardening } from './suites/hardening.ts'
import { hours } from './suites/hours.ts'
import { hostTokens } from './suites/host-tokens.ts'
import { hotlineImport } from './suites/hotline-import.ts'
import { humanGate } from './suites/human-gate.ts'
import { intersectionsImport } from './suites/intersections-import.ts'
import { issueFiles } from './suites/issue-files.ts'
import { issueHistories } from './suites/issue-histories.ts'
import { issueEscalation } from './suites/issue-escalation.ts'
import { issueBoard } from './suites/issue-board.ts'
import { issueLists } from './suites/issue-lists.ts'
import { issueRates } from './suites/issue-rates.ts'
import { issuePublication } from './suites/issue-publication.ts'
import { issues } from './suites/issues.ts'
import { correctedFacts } from './suites/corrected-facts.ts'
import { keptRecords } from './suites/kept-records.ts'
import { unitRecords } from './suites/unit-records.ts'
import { liaisonsImport } from './suites/liaisons-import.ts'
import { newDistrict } from './suites/new-district.ts'
import { notices } from './suites/notices.ts'
import { rosterNotices } from './suites/roster-notices.ts'
import { oidc } from './suites/oidc.ts'
import { open311 } from './suites/open311.ts'
import { people } from './suites/people.ts'
import { personChange } from './suites/person-change.ts'
import { organisationClose } from './suites/organisation-close.ts'
import { personMerge } from './suites/person-merge.ts'
import { photoUploads } from './suites/photo-uploads.ts'
import { photos } from './suites/photos.ts'
import { photoStores } from './suites/photo-stores.ts'
import { plannerFrame } from './suites/planner-frame.ts'
import { quota } from './suites/quota.ts'
import { rateLimits } from './suites/rate-limits.ts'
import { reads } from './suites/reads.ts'
import { reporterSteps } from './suites/reporter-steps.ts'
import { reportIn } from './suites/report-in.ts'
import { retention } from './suites/retention.ts'
import { categoryImport } from './suites/category-import.ts'
import { pointsImport } from './suites/points-import.ts'
import { postsImport } from './suites/posts-import.ts'
import { rosterImport } from './suites/roster-import.ts'
import { rosterPlans } from './suites/roster-plans.ts'
import { rosterToday } from './suites/roster-today.ts'
import { rosterWeek } from './suites/roster-week.ts'
import { shifts } from './suites/shifts.ts'
import { signUpRush } from './suites/sign-up-rush.ts'
import { signUps } from './suites/sign-ups.ts'
import { signUpSteps } from './suites/sign-up-steps.ts'
import { siteKeys } from './suites/site-keys.ts'
import { staffSessions } from './suites/staff-sessions.ts'
import { teams } from './suites/teams.ts'
import { teamsImport } from './suites/teams-import.ts'
import { smallCounts } from './suites/small-counts.ts'

export type OpenSuiteDistrict = (options?: Partial<AppOptions>) => Promise<District>

type Suite = (name: string, open: OpenSuiteDistrict) => void

const SUITES: Record<string, Suite> = {
  reads,
  signUps,
  signUpRush,
  signUpSteps,
  checkIns,
  hours,
  unitRecords,
  keptRecords,
  correctedFacts,
  issues,
  issueEscalation,
  humanGate,
  issuePublication,
  reporterSteps,
  open311,
  issueHistories,
  issueFiles,
  issueBoard,
  issueLists,
  issueRates,
  notices,
  rosterNotices,
  hotlineImport,
  categoryImport,
  changes,
  badInput,
  audit,
  audited,
  quota,
  rateLimits,
  defaultLimits,
  photos,
  photoUploads,
  photoStores,
  plannerFrame,
  erasure,
  erasureColumns,
  erasureTraces,
  people,
  personChange,
  personMerge,
  organisationClose,
  consent,
  smallCounts,
  retention,
  siteKeys,
  hostTokens,
  staffSessions,
  oidc,
  hardening,
  gridHealth,
  gridImport,
  newDistrict,
  rosterImport,
  liaisonsImport,
  postsImport,
  intersectionsImport,
  teamsImport,
  teams,
  pointsImport,
  gridRedraw,
  shifts,
  rosterPlans,
  rosterWeek,
  rosterToday,
  reportIn,
  calendars,
}

/** Declares them all; each opens the districts that it needs. */
export function describeDistrict(open: OpenSuiteDistrict): void {
  for (const [name, suite] of Object.entries(SUITES)) suite(name, open)
}
