import { sql } from 'kysely'
import { Migrator } from 'kysely/migration'
import type { Migration } from 'kysely/migration'
import type { Database } from './database.ts'
import * as firstTables from './migrations/0001-first-tables.ts'
import * as accessAndPersonalData from './migrations/0002-access-and-personal-data.ts'
import * as auditChain from './migrations/0003-audit-chain.ts'
import * as gridLineage from './migrations/0004-grid-lineage.ts'
import * as declaredPosition from './migrations/0005-declared-position.ts'
import * as quota from './migrations/0010-quota.ts'
import * as signUpSteps from './migrations/0011-sign-up-steps.ts'
import * as weekTemplates from './migrations/0012-week-templates.ts'
import * as attendance from './migrations/0013-attendance.ts'
import * as declaredOrganisations from './migrations/0014-declared-organisations.ts'
import * as sharedCertificates from './migrations/0015-shared-certificates.ts'
import * as issueTerms from './migrations/0017-issue-terms.ts'
import * as rosterPlans from './migrations/0018-roster-plans.ts'
import * as issueDeadlines from './migrations/0019-issue-deadlines.ts'
import * as issueClimbs from './migrations/0020-issue-climbs.ts'
import * as chainedHistories from './migrations/0021-chained-histories.ts'
import * as photosMadeAnew from './migrations/0023-photos-made-anew.ts'
import * as photosElsewhere from './migrations/0024-photos-elsewhere.ts'
import * as hotlineOrders from './migrations/0025-hotline-orders.ts'
import * as notices from './migrations/0026-notices.ts'
import * as askedAndHeld from './migrations/0028-asked-and-held.ts'
import * as shiftsComeBack from './migrations/0030-shifts-come-back.ts'
import * as toPublish from './migrations/0032-to-publish.ts'
import * as rosterNotices from './migrations/0033-roster-notices.ts'
import * as schemeTagsAndMembers from './migrations/0034-scheme-tags-and-members.ts'
import * as factsAndCategorySets from './migrations/0035-facts-and-category-sets.ts'
import * as chainedAndAccepted from './migrations/0037-chained-and-accepted.ts'
import * as piecesOfWords from './migrations/0037-pieces-of-words.ts'
import * as photoUploads from './migrations/0038-photo-uploads.ts'
import * as checkInPages from './migrations/0043-check-in-pages.ts'
import * as mergedPeople from './migrations/0043-merged-people.ts'
import * as hostNotes from './migrations/0051-host-notes.ts'
import * as closedOrganisations from './migrations/0052-closed-organisations.ts'
import * as swapsWaitedFor from './migrations/0053-swaps-waited-for.ts'
import * as lateCheckIns from './migrations/0054-late-check-ins.ts'
import * as keptActivities from './migrations/0055-kept-activities.ts'
import * as recordingUnits from './migrations/0056-recording-units.ts'
import * as swapsCheckedIn from './migrations/0057-swaps-checked-in.ts'
import * as toldAsCorrected from './migrations/0058-told-as-corrected.ts'
import * as whoHadCome from './migrations/0059-who-had-come.ts'
import * as whoseDecision from './migrations/0060-whose-decision.ts'
import * as requestedCertificates from './migrations/0061-requested-certificates.ts'

const MIGRATIONS: Record<string, Migration> = {
  '0001-first-tables': firstTables,
  '0002-access-and-personal-data': accessAndPersonalData,
  '0003-audit-chain': auditChain,
  '0004-grid-lineage': gridLineage,
  '0005-declared-position': declaredPosition,
  '0010-quota': quota,
  '0011-sign-up-steps': signUpSteps,
  '0012-week-templates': weekTemplates,
  '0013-attendance': attendance,
  '0014-declared-organisations': declaredOrganisations,
  '0015-shared-certificates': sharedCertificates,
  '0017-issue-terms': issueTerms,
  '0018-roster-plans': rosterPlans,
  '0019-issue-deadlines': issueDeadlines,
  '0020-issue-climbs': issueClimbs,
  '0021-chained-histories': chainedHistories,
  '0023-photos-made-anew': photosMadeAnew,
  '0024-photos-elsewhere': photosElsewhere,
  '0025-hotline-orders': hotlineOrders,
  '0026-notices': notices,
  '0028-asked-and-held': askedAndHeld,
  '0030-shifts-come-back': shiftsComeBack,
  '0032-to-publish': toPublish,
  '0033-roster-notices': rosterNotices,
  '0034-scheme-tags-and-members': schemeTagsAndMembers,
  '0035-facts-and-category-sets': factsAndCategorySets,
  '0037-chained-and-accepted': chainedAndAccepted,
  '0037-pieces-of-words': piecesOfWords,
  '0038-photo-uploads': photoUploads,
  '0043-check-in-pages': checkInPages,
  '0043-merged-people': mergedPeople,
  '0051-host-notes': hostNotes,
  '0052-closed-organisations': closedOrganisations,
  '0053-swaps-waited-for': swapsWaitedFor,
  '0054-late-check-ins': lateCheckIns,
  '0055-kept-activities': keptActivities,
  '0056-recording-units': recordingUnits,
  '0057-swaps-checked-in': swapsCheckedIn,
  '0058-told-as-corrected': toldAsCorrected,
  '0059-who-had-come': whoHadCome,
  '0060-whose-decision': whoseDecision,
  '0061-requested-certificates': requestedCertificates,
}

/**
 * Brings the tables to what this version expects. Several processes may call it at once: an advisory lock lets one work
 * and the others find nothing left to do.
 */
export async function migrate({ db }: Pick<Database, 'db'>): Promise<void> {
  if (await isUpToDate(db)) return
  const migrator = new Migrator({ db, provider: { getMigrations: async () => MIGRATIONS } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
}

/** The usual case at a start, asked in two short queries: kysely would first look at all tables. */
async function isUpToDate(db: Database['db']): Promise<boolean> {
  const table = await sql<{ there: boolean }>`select to_regclass('kysely_migration') is not null as there`.execute(db)
  if (!table.rows[0]!.there) return false
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db)
  const done = new Set(rows.map(({ name }) => name))
  return Object.keys(MIGRATIONS).every((name) => done.has(name))
}
