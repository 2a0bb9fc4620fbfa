import type { Id } from '../schema.ts'
import type { IssueBoardInput, IssueFileInput, IssueRatesInput, KeptRecordsInput, ReportInInput, TeamsInput } from './client.ts'
import type { FileFormat } from './download.ts'

/** Resources by their path, which is also their key in the cache. */
export const GRIDS = '/v1/grids'
export const BUILDINGS = '/v1/buildings'
export const SIMILAR = '/v1/issues:similar'
export const CATEGORIES = '/v1/categories'
export const STATEMENTS = '/v1/statements'
export const SLOTS = '/v1/slots?org='
export const ME = '/v1/me'
export const MY_SIGN_UPS = '/v1/me/sign-ups'
export const MY_CALENDAR = '/v1/me/calendar'
export const ROSTER_WEEK = '/v1/roster?'
export const ROSTER_TODAY = '/v1/roster/today'
export const CHECK_INS = '/v1/check-ins'
export const MY_HOURS = '/v1/me/hours'
export const MY_CERTIFICATES = '/v1/me/certificates'
export const MY_SWAPS = '/v1/me/swaps'
export const MY_PROFILE = '/v1/me/volunteer-profile'
export const SWAPS = '/v1/swaps'
export const ROSTER_PLANS = '/v1/roster-plans'
export const rosterPlansPath = (gridId: Id | undefined) =>
  gridId === undefined ? ROSTER_PLANS : `${ROSTER_PLANS}?gridId=${encodeURIComponent(gridId)}`
export const rosterPlanPath = (planId: Id) => `${ROSTER_PLANS}/${encodeURIComponent(planId)}`
export const QUOTA_PLAN = '/v1/quota/plan'
export const QUOTA_PREVIEW = '/v1/quota/plan:preview'
export const WITHDRAWAL = '/v1/me/consents/withdrawal'
export const MY_ERASURE = '/v1/me/erasure'

export const gridStatusPath = (gridId: Id) => `/v1/grids/${encodeURIComponent(gridId)}/status`
export const isGridStatus = (key: string) => /\/v1\/grids\/[^/]+\/status$/.test(key)
export const gridOutlinesPath = (gridId: Id) => `/v1/grids/${encodeURIComponent(gridId)}/outlines`
export const organisationPath = (orgId: Id) => `/v1/organisations/${encodeURIComponent(orgId)}`
export const ORGANISATIONS = '/v1/organisations'
export const ORGANISATION_PROBLEMS = '/v1/organisation-problems'
export const organisationPeoplePath = (orgId: Id) => `${organisationPath(orgId)}/people`
export const slotsPath = (orgId: Id) => `${SLOTS}${encodeURIComponent(orgId)}`
export const pointsPath = (gridId: Id | undefined) =>
  gridId === undefined ? '/v1/points' : `/v1/points?gridId=${encodeURIComponent(gridId)}`
/** What is asked for, with its question mark; nothing of what is left out. */
const givenQuery = (asked: Readonly<Record<string, string | undefined>>) => {
  const given = Object.entries(asked).filter((one): one is [string, string] => one[1] !== undefined)
  return given.length === 0 ? '' : `?${new URLSearchParams(given).toString()}`
}
export const teamsPath = ({ postId, pointId }: TeamsInput) => `/v1/teams${givenQuery({ postId, pointId })}`
export const reportInPath = ({ from, to, gridId }: ReportInInput) => `/v1/report-in${givenQuery({ from, to, gridId })}`
export const rosterWorkbookPath = (from: string, gridId: Id | undefined) =>
  rosterWeekPath(from, gridId).replace('/v1/roster?', '/v1/roster.xlsx?')
export const intersectionCoverPath = ({ from, to, hours, gridId }: { from: string; to: string; hours?: string; gridId?: Id }) => {
  const asked = { from, to, ...(hours === undefined ? {} : { hours }), ...(gridId === undefined ? {} : { gridId }) }
  return `/v1/intersections/cover?${new URLSearchParams(asked).toString()}`
}
/** Seven days from a local date. */
export const rosterWeekPath = (from: string, gridId: Id | undefined) =>
  `${ROSTER_WEEK}from=${encodeURIComponent(from)}${gridId === undefined ? '' : `&gridId=${encodeURIComponent(gridId)}`}`
export const ISSUE_BOARD = '/v1/issue-board'
export const issueBoardPath = (asked: IssueBoardInput) => {
  const query = filterQuery(asked)
  return query === '' ? ISSUE_BOARD : `${ISSUE_BOARD}?${query}`
}
export const issueRatesPath = ({ gridId, categoryId, from, to, by }: IssueRatesInput) =>
  `/v1/issue-rates?${new URLSearchParams({
    ...(gridId === undefined ? {} : { gridId }),
    ...(categoryId === undefined ? {} : { categoryId }),
    ...{ from, to },
    ...(by === undefined ? {} : { by }),
  }).toString()}`
export const issueFilePath = (format: FileFormat, asked: Omit<IssueFileInput, 'format'>) => {
  const query = filterQuery(asked)
  return `/v1/issues.${format}${query === '' ? '' : `?${query}`}`
}
/** What is empty or false asks for nothing. */
function filterQuery(asked: Omit<IssueFileInput, 'format'>): string {
  const { gridId, orgId, categoryId, overdue, mine, toPublish: unpublished, words, ended, text, ...same } = asked
  const all = {
    ...{ grid: gridId, org: orgId, category: categoryId, overdue, mine, unpublished, words, ended, ...same },
    // As somebody types it: the server takes words on one line.
    text: text?.trim().replace(/\s+/g, ' '),
  }
  const given = Object.entries(all).filter(([, value]) => value !== undefined && value !== '' && value !== false)
  return new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString()
}
export const isIssueBoard = (key: string) => pathOf(key).startsWith(ISSUE_BOARD)
export const issuePath = (issueId: Id) => `/v1/issues/${encodeURIComponent(issueId)}`
export const isIssue = (key: string) => /^\/v1\/issues\/[^/]+$/.test(pathOf(key))
export const transitionsPath = (issueId: Id) => `${issuePath(issueId)}/transitions`
export const verificationPath = (issueId: Id) => `${issuePath(issueId)}/verification`
export const issuePhotoPath = (issueId: Id, sha256: string) => `${issuePath(issueId)}/photos/${sha256}`
export const receiptPath = (receipt: string) => `/v1/receipts/${encodeURIComponent(receipt)}`
export const reportErasurePath = (receipt: string) => `${receiptPath(receipt)}/erasure`
export const trackPath = (receipt: string) => `${receiptPath(receipt)}/track`
export const receiptPhotoPath = (receipt: string, sha256: string) => `${receiptPath(receipt)}/photos/${sha256}`
export const RECEIPT_STEPS = '/v1/receipts:step'
export const organisationSwapsPath = (orgId: Id) => `${organisationPath(orgId)}/swaps`
export const swapPath = (swapId: Id) => `${SWAPS}/${encodeURIComponent(swapId)}`
export const signUpPath = (signUpId: Id) => `/v1/sign-ups/${encodeURIComponent(signUpId)}`
export const shiftCodePath = (slotId: Id) => `/v1/slots/${encodeURIComponent(slotId)}/code`
export const CORRECTIONS = '/v1/corrections'
export const correctionPath = (correctionId: Id) => `${CORRECTIONS}/${encodeURIComponent(correctionId)}`
export const correctionsPath = (gridId: Id | undefined, isDecided: boolean) => {
  const query = new URLSearchParams({ ...(gridId !== undefined && { gridId }), ...(isDecided && { decided: 'true' }) }).toString()
  return query === '' ? CORRECTIONS : `${CORRECTIONS}?${query}`
}
const spanQuery = ({ from, to }: { from?: string; to?: string }) => {
  const query = new URLSearchParams({ ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }).toString()
  return query === '' ? '' : `?${query}`
}
/** Of this month where no days are said. */
export const organisationHoursPath = (orgId: Id, days: { from?: string; to?: string }) =>
  `${organisationPath(orgId)}/hours${spanQuery(days)}`
export const hoursFilePath = (format: 'csv' | 'xlsx', orgId: Id, days: { from?: string; to?: string }) =>
  `${organisationPath(orgId)}/hours.${format}${spanQuery(days)}`
export const keptRecordsPath = ({ gridId, from, to, after }: KeptRecordsInput & { after?: string }) =>
  `/v1/service-records${givenQuery({ gridId, from, to, after })}`
export const keptRecordsFilePath = (format: 'csv' | 'xlsx', { gridId, from, to }: KeptRecordsInput) =>
  `/v1/service-records.${format}${givenQuery({ gridId, from, to })}`
export const organisationSignUpsPath = (orgId: Id) => `${organisationPath(orgId)}/sign-ups`
export const signUpsFilePath = (orgId: Id) => `${organisationSignUpsPath(orgId)}.csv`

export const organisationCertificatesPath = (orgId: Id) => `${organisationPath(orgId)}/certificates`

/** Of this week where no days are said. */
export const quotaPath = (days: { from?: string; to?: string }) => `/v1/quota${spanQuery(days)}`
export const quotaFairnessPath = (week: string | undefined) =>
  `/v1/quota/fairness${week === undefined ? '' : `?week=${encodeURIComponent(week)}`}`
/** What is told of quotas, plan and all, whoever it is kept for. */
export const isQuota = (key: string) => /^\/v1\/quota(?=[/?]|$)/.test(pathOf(key))

/** What is kept of a person is below their key, and goes with them. */
export const meKey = (person: string) => `me/${person}`
/** Name of the record of a report that is being written. */
export const DRAFT = 'draft:report'
/** Name of the record of what there was like the reports that were being written here. */
export const SIMILAR_ASKED = 'similar:asked'
/** Key of an own record: below the person's, or without a name. */
export const ownKey = (person: string | undefined, name: string) => (person === undefined ? name : `${meKey(person)}/${name}`)
const REPORT = 'report:'
/** Of a report that was made here. Not a path: what is kept is this device's own, and the code in it is known nowhere else. */
export const reportKey = (person: string | undefined, issueId: Id) => ownKey(person, `${REPORT}${issueId}`)
export const isReportKey = (key: string) => key.startsWith(REPORT) || key.includes(`/${REPORT}`)
export const isReport = (key: string, issueId: Id) =>
  key === reportKey(undefined, issueId) || key.endsWith(`/${REPORT}${issueId}`)
export const isSimilarAsked = (key: string) => key === SIMILAR_ASKED || key.endsWith(`/${SIMILAR_ASKED}`)
const TRACK = 'track:'
/** Of what is followed by a receipt code. Not a path: the code is in no key. */
export const trackKey = (person: string | undefined, issueId: Id) => ownKey(person, `${TRACK}${issueId}`)
export const isTrack = (key: string, issueId: Id) => key === trackKey(undefined, issueId) || key.endsWith(`/${TRACK}${issueId}`)
export const isAnybodys = (key: string) => key.startsWith('me/')
export const isOf = (person: string) => (key: string) => key === meKey(person) || key.startsWith(`${meKey(person)}/`)

const OF_SOMEBODY = /^me\/[^/]+(?=\/v1\/)/
/** Key of what the server tells a person of a resource that others see less of. */
export const resourceKey = (person: string | undefined, path: string) => (person === undefined ? path : `${meKey(person)}${path}`)
/** Whose record it is. */
export const personOf = (key: string): string | undefined => /^me\/([^/]+)/.exec(key)?.[1]
/** The path of a record, whoever it is kept for. */
export const pathOf = (key: string) => key.replace(OF_SOMEBODY, '')

export const calendarStatusKey = (person: string) => ownKey(person, 'calendar')
/** Whether it tells staff of others' hours as they become known: an organisation's, or corrections that wait. */
export const isOthersHours = (path: string) => /^\/v1\/(organisations\/[^/]+\/hours|corrections)(\?|$)/.test(path)
/** What a unit recorded over all organisations: reckoned anew at one's own doing, not at everybody's. */
const isKeptRecords = (path: string) => /^\/v1\/service-records(\?|$)/.test(path)

/** Whether a record of a person is made older by a check-in or a correction: their hours, those of others, the code shown. */
export const isAttendance = (person: string) => (key: string) => {
  const path = pathOf(key)
  return (
    isOf(person)(key) &&
    (path === MY_HOURS ||
      path === MY_CERTIFICATES ||
      isOthersHours(path) ||
      isKeptRecords(path) ||
      /^\/v1\/slots\/[^/]+\/code$/.test(path))
  )
}
export const isMyCertificates = (person: string) => (key: string) => key === resourceKey(person, MY_CERTIFICATES)
