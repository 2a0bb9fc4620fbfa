import type { Cache, Resource } from '../cache/index.ts'
import type { SdkError } from '../errors.ts'
import { buildingListSchema, gridListSchema, gridOutlinesSchema } from '../grid/schema.ts'
import { categoryListSchema, issueBoardSchema, issueRatesViewSchema, staffIssueSchema } from '../issue/schema.ts'
import {
  calendarStatusSchema,
  organisationListSchema,
  organisationProblemsSchema,
  organisationPeopleSchema,
  planJobListSchema,
  pointListSchema,
  teamListSchema,
  reportInSchema,
  rosterSchema,
  rosterWeekSchema,
  fairnessSchema,
  intersectionCoverSchema,
  quotaPlanViewSchema,
  quotaSchema,
  certificateListSchema,
  organisationCertificateListSchema,
  myHoursSchema,
  correctionListSchema,
  keptRecordsSchema,
  organisationHoursSchema,
  shiftCodeSchema,
  organisationSwapListSchema,
  organisationViewSchema,
  slotListSchema,
  swapListSchema,
  volunteerProfileSchema,
} from '../roster/schema.ts'
import type { OrganisationSwapList, SwapList } from '../roster/schema.ts'
import type { Client } from './client.ts'
import { dutyNewsOf } from './duty-news.ts'
import { gridStatus } from './grid-status.ts'
import { statementListSchema } from '../privacy/schema.ts'
import type { Clock, TokenSource, Wakeups } from '../ports/index.ts'
import type { Person } from './identity.ts'
import { myReports } from './my-reports.ts'
import { mySignUps } from './my-sign-ups.ts'
import { ofPerson } from './of-person.ts'
import {
  intersectionCoverPath,
  calendarStatusKey,
  MY_CALENDAR,
  organisationPeoplePath,
  ORGANISATION_PROBLEMS,
  ORGANISATIONS,
  correctionsPath,
  pointsPath,
  teamsPath,
  reportInPath,
  resourceKey,
  rosterPlansPath,
  rosterWeekPath,
  ROSTER_TODAY,
  QUOTA_PLAN,
  quotaFairnessPath,
  quotaPath,
  MY_CERTIFICATES,
  MY_HOURS,
  organisationCertificatesPath,
  keptRecordsPath,
  organisationHoursPath,
  organisationSignUpsPath,
  shiftCodePath,
  BUILDINGS,
  CATEGORIES,
  issueBoardPath,
  issuePath,
  issueRatesPath,
  gridOutlinesPath,
  GRIDS,
  MY_PROFILE,
  MY_SWAPS,
  organisationPath,
  organisationSwapsPath,
  slotsPath,
  STATEMENTS,
} from './paths.ts'
import { personsOwn } from './persons-own.ts'
import { parseWith } from './schema-parse.ts'
import type { Schema } from './schema-parse.ts'
import { trackIssue } from './track-issue.ts'

interface Engine {
  cache: Cache
  person: Person
  changes: { follow(): () => void }
  tokens?: TokenSource
  hasSiteKey: boolean
  now: Clock
  wakeups: Wakeups
}

type Resources = Pick<
  Client,
  | 'me'
  | 'statements'
  | 'gridTree'
  | 'gridStatus'
  | 'gridOutlines'
  | 'buildings'
  | 'organisation'
  | 'organisations'
  | 'organisationProblems'
  | 'organisationPeople'
  | 'slots'
  | 'categories'
  | 'rosterWeek'
  | 'rosterToday'
  | 'rosterPlans'
  | 'points'
  | 'teams'
  | 'reportIn'
  | 'intersectionCover'
  | 'quota'
  | 'quotaFairness'
  | 'quotaPlan'
  | 'calendarStatus'
  | 'mySignUps'
  | 'mySwaps'
  | 'colleagueShifts'
  | 'dutyNews'
  | 'myVolunteerProfile'
  | 'organisationSwaps'
  | 'myReports'
  | 'trackIssue'
  | 'issueBoard'
  | 'issue'
  | 'issueRates'
  | 'myHours'
  | 'myCertificates'
  | 'organisationHours'
  | 'keptRecords'
  | 'corrections'
  | 'organisationSignUps'
  | 'organisationCertificates'
  | 'shiftCode'
>

/** The resources of a client whose parts may still be coming. */
export function createResources(engine: Promise<Engine>): Resources {
  /** `live`: the feed of changes tells of it. */
  function lazily<T>(open: (engine: Engine) => Resource<T>, { live }: { live: boolean }): Resource<T> {
    return {
      subscribe(listener) {
        let over = false
        let stop = () => {}
        engine.then(
          (parts) => {
            if (over) return
            const unsubscribe = open(parts).subscribe(listener)
            const unfollow = live ? parts.changes.follow() : () => {}
            stop = () => {
              unsubscribe()
              unfollow()
            }
            // The listener may have unsubscribed from within its first call.
            if (over) stop()
          },
          (error: unknown) => over || listener({ refreshing: false, error: error as SdkError }),
        )
        return () => {
          over = true
          stop()
        }
      },
      async refresh() {
        try {
          return await open(await engine).refresh()
        } catch (error) {
          return { refreshing: false, error: error as SdkError }
        }
      },
    }
  }

  const at = <T>(path: string, schema: Schema<T>, options: { live: boolean }) =>
    lazily(({ cache }) => cache.resource(path, parseWith(schema)), options)

  /** What a person alone is told, kept as theirs; without one there is nothing. */
  const ofWhoever = <T>(
    { path, key }: { path: string; key: (person: string) => string },
    schema: Schema<T>,
    options: { live: boolean },
  ) =>
    lazily(({ tokens, cache }) => {
      const open = (person: string | undefined) =>
        person === undefined ? undefined : cache.resource(key(person), parseWith(schema), { path, person })
      return ofPerson({ tokens, open, nothing: { refreshing: false } })
    }, options)

  const theirs = <T>(path: string, schema: Schema<T>, options: { live: boolean }) =>
    ofWhoever({ path, key: (person) => resourceKey(person, path) }, schema, options)

  /** What a person’s list of swaps tells of one thing. */
  const ofSwaps = <T>(of: (list: SwapList) => T[]): Resource<T[]> =>
    lazily(
      ({ tokens, cache }) =>
        personsOwn({ tokens, cache, path: MY_SWAPS, parse: parseWith<SwapList>(swapListSchema), of, nothing: [] }),
      { live: true },
    )

  return {
    rosterWeek: ({ from, gridId }) => theirs(rosterWeekPath(from, gridId), rosterWeekSchema, { live: true }),
    rosterToday: () => theirs(ROSTER_TODAY, rosterWeekSchema, { live: true }),
    rosterPlans: (gridId) => theirs(rosterPlansPath(gridId), planJobListSchema, { live: false }),
    quota: (days = {}) => theirs(quotaPath(days), quotaSchema, { live: true }),
    quotaFairness: (week) => theirs(quotaFairnessPath(week), fairnessSchema, { live: true }),
    quotaPlan: () => theirs(QUOTA_PLAN, quotaPlanViewSchema, { live: false }),
    intersectionCover: (asked) => theirs(intersectionCoverPath(asked), intersectionCoverSchema, { live: false }),
    points: (gridId) => theirs(pointsPath(gridId), pointListSchema, { live: false }),
    teams: (asked = {}) => theirs(teamsPath(asked), teamListSchema, { live: false }),
    reportIn: (asked = {}) => theirs(reportInPath(asked), reportInSchema, { live: false }),
    calendarStatus: () => ofWhoever({ path: MY_CALENDAR, key: calendarStatusKey }, calendarStatusSchema, { live: false }),
    gridTree: () => at(GRIDS, gridListSchema, { live: true }),
    gridStatus: (gridId) => lazily((parts) => gridStatus(gridId, parts), { live: true }),
    gridOutlines: (gridId) => at(gridOutlinesPath(gridId), gridOutlinesSchema, { live: true }),
    buildings: () => at(BUILDINGS, buildingListSchema, { live: false }),
    organisation: (orgId) => at(organisationPath(orgId), organisationViewSchema, { live: false }),
    organisations: () => theirs(ORGANISATIONS, organisationListSchema, { live: false }),
    organisationProblems: () => theirs(ORGANISATION_PROBLEMS, organisationProblemsSchema, { live: false }),
    organisationPeople: (orgId) => theirs(organisationPeoplePath(orgId), organisationPeopleSchema, { live: false }),
    slots: (orgId) => at(slotsPath(orgId), slotListSchema, { live: true }),
    issueBoard: (part = {}) => theirs(issueBoardPath(part), issueBoardSchema, { live: true }),
    issue: (issueId) => theirs(issuePath(issueId), staffIssueSchema, { live: true }),
    issueRates: (asked) => theirs(issueRatesPath(asked), issueRatesViewSchema, { live: false }),
    categories: () => at(CATEGORIES, categoryListSchema, { live: false }),
    myHours: () => theirs(MY_HOURS, myHoursSchema, { live: true }),
    myCertificates: () => theirs(MY_CERTIFICATES, certificateListSchema, { live: true }),
    organisationHours: (orgId, days = {}) => theirs(organisationHoursPath(orgId, days), organisationHoursSchema, { live: true }),
    keptRecords: (asked = {}) => theirs(keptRecordsPath(asked), keptRecordsSchema, { live: false }),
    corrections: (gridId, { decided = false } = {}) =>
      theirs(correctionsPath(gridId, decided), correctionListSchema, { live: true }),
    organisationSignUps: (orgId) => theirs(organisationSignUpsPath(orgId), rosterSchema, { live: false }),
    organisationCertificates: (orgId) =>
      theirs(organisationCertificatesPath(orgId), organisationCertificateListSchema, { live: false }),
    shiftCode: (slotId) => theirs(shiftCodePath(slotId), shiftCodeSchema, { live: true }),
    statements: () => at(STATEMENTS, statementListSchema, { live: false }),
    me: () =>
      lazily(
        ({ tokens, person: { me } }) =>
          ofPerson({
            tokens,
            open: (person) => (person === undefined ? undefined : me(person)),
            nothing: { refreshing: false },
          }),
        { live: false },
      ),
    mySignUps: () =>
      lazily(
        ({ tokens, cache }) =>
          ofPerson({
            tokens,
            open: (person) => (person === undefined ? undefined : mySignUps(cache, person)),
            nothing: { data: [], refreshing: false },
          }),
        { live: true },
      ),
    colleagueShifts: () => ofSwaps(({ colleaguesAt = [] }) => colleaguesAt),
    mySwaps: () => ofSwaps(({ swaps }) => swaps),
    dutyNews: () =>
      lazily(
        (parts) =>
          ofPerson({
            tokens: parts.tokens,
            open: (person) => (person === undefined ? undefined : dutyNewsOf(parts, person)),
            nothing: { data: [], refreshing: false },
          }),
        { live: true },
      ),
    organisationSwaps: (orgId) =>
      lazily(
        ({ tokens, cache }) => {
          const parse = parseWith<OrganisationSwapList>(organisationSwapListSchema)
          const path = organisationSwapsPath(orgId)
          return personsOwn({ tokens, cache, path, parse, of: ({ swaps }) => swaps, nothing: [] })
        },
        { live: true },
      ),
    myVolunteerProfile: () => theirs(MY_PROFILE, volunteerProfileSchema, { live: false }),
    trackIssue: (receipt) =>
      lazily(({ tokens, cache, now }) => trackIssue(cache, { receipt, person: tokens?.identity().personKey, now }), {
        live: true,
      }),
    myReports: () =>
      lazily(
        ({ tokens, cache, now }) =>
          ofPerson({
            tokens,
            open: (person) => myReports(cache, { person, now }),
            nothing: { data: [], refreshing: false },
          }),
        { live: true },
      ),
  }
}
