import type { AnyOperation } from './operation.ts'
import { adminOperations } from './routes/admin.ts'
import { getCallback, getSignIn, postSession, postSignOut } from './routes/auth.ts'
import { getAudit, getAuditHead, postAuditVerification } from './routes/audit.ts'
import { getBuildings } from './routes/buildings.ts'
import { getCalendar, getMyCalendar, postMyCalendar, postRevokeCalendar } from './routes/calendars.ts'
import { getCategories } from './routes/categories.ts'
import { getChanges } from './routes/changes.ts'
import { getCertificate, getMyCertificates, postCertificate, postCertificateRevocation } from './routes/certificates.ts'
import {
  getOrganisationCertificates,
  postRequestedCertificate,
  postRequestedRevocation,
} from './routes/organisation-certificates.ts'
import { getCertificatePage, getCertificatePrint } from './routes/certificate-pages.ts'
import { postCorrection, postCorrectionStep } from './routes/corrections.ts'
import { getKeptRecords } from './routes/kept-records.ts'
import { getKeptRecordsCsv, getKeptRecordsWorkbook } from './routes/kept-records-files.ts'
import { getCorrections } from './routes/list-corrections.ts'
import { getOrganisationHoursCsv, getOrganisationHoursWorkbook } from './routes/hours-files.ts'
import { getMyHours, getOrganisationHours } from './routes/hours.ts'
import { getCheckInPage } from './routes/check-in-page.ts'
import { getShiftCode, postCheckIn } from './routes/check-ins.ts'
import { describeData } from './routes/data-map.ts'
import { postMyWithdrawal } from './routes/consents.ts'
import { getMyData, getPersonData, postMyErasure, postPersonErasure, postReceiptErasure } from './routes/erasure.ts'
import { getEvents } from './routes/events.ts'
import { postGridCheck } from './routes/check-grids.ts'
import { getGridHealth } from './routes/grid-health.ts'
import { getGridOutlines, getGridStatus, listGrids } from './routes/grids.ts'
import { getHealth } from './routes/health.ts'
import { getIntersectionCover, getIntersections } from './routes/intersections.ts'
import { getIssuePolicy } from './routes/issue-policy.ts'
import { getIssueBoard } from './routes/issue-board.ts'
import { getIssueRates } from './routes/issue-rates.ts'
import { postHistoryHead, postHistoryVerification } from './routes/histories.ts'
import { getIssuesCsv, getIssuesGeoJson, getIssuesWorkbook } from './routes/issue-files.ts'
import { getIssue, getIssueHead, getIssuePhoto, getIssues, postIssueVerification, postTransition } from './routes/issues.ts'
import {
  postIntersectionsImport,
  postIssuesImport,
  postOrganisationsImport,
  postPeopleImport,
  postPostsImport,
  postTeamsImport,
  postCategoriesImport,
  postPointsImport,
} from './routes/import-tables.ts'
import { getMe } from './routes/me.ts'
import { postOpen311Request } from './routes/open311-report.ts'
import { getOpen311Photo, getOpen311Request, getOpen311Requests, getOpen311Token } from './routes/open311-requests.ts'
import { getOpen311Discovery, getOpen311Service, getOpen311Services } from './routes/open311-services.ts'
import { getOrganisation, getOrganisationPeople, getOrganisationProblems, getOrganisations } from './routes/organisations.ts'
import { postMerge } from './routes/merge-people.ts'
import { getGridPeople, getPerson, postConsent, postFindPeople, postPerson } from './routes/people.ts'
import { appendPhotoUpload, beginPhotoUpload } from './routes/photo-uploads.ts'
import { putPhoto } from './routes/photos.ts'
import { getFairness, getQuota } from './routes/quota.ts'
import { getQuotaPlan, previewQuotaPlan, putQuotaPlan } from './routes/quota-plan.ts'
import { getPlannerFrame, getPlannerWorker } from './routes/planner-frame.ts'
import { getPoints } from './routes/points.ts'
import { getTeams } from './routes/teams.ts'
import { getReportIn } from './routes/report-in.ts'
import { getReceipt, getReceiptPhoto, getTrack, postReporterStep } from './routes/receipts.ts'
import { postRedraw, postRedrawPreview } from './routes/redraw-grids.ts'
import { postIssue } from './routes/reports.ts'
import { getRoster, getRosterCsv } from './routes/roster.ts'
import { getRosterPlanEvents } from './routes/roster-plan-events.ts'
import {
  getRosterComparison,
  getRosterPlanProblem,
  getRosterDraft,
  getRosterPlan,
  getRosterPlans,
  postCancelRosterPlan,
  postPublishRosterPlan,
  postRosterPlan,
} from './routes/roster-plans.ts'
import { getRosterToday } from './routes/roster-today.ts'
import { getRosterWeek, getRosterWorkbook } from './routes/roster-week.ts'
import { postCancelShifts, previewCancelShifts } from './routes/shifts.ts'
import { postExcuse, postNoShow } from './routes/absences.ts'
import { postConfirmSignUp } from './routes/confirm-sign-up.ts'
import { getMySwaps, getOrganisationSwaps } from './routes/list-swaps.ts'
import { postInvitations, postNameVolunteers } from './routes/name-volunteers.ts'
import { getMySignUps, getSignUp, postCancelSignUp, postSignUp } from './routes/sign-ups.ts'
import { postSimilar } from './routes/similar-issues.ts'
import { getSlots } from './routes/slots.ts'
import { getStatements } from './routes/statements.ts'
import { postAcceptSwap, postApproveSwap, postRefuseSwap, postSwap, postWithdrawSwap } from './routes/swaps.ts'
import { getMyProfile, postMyProfile, postPersonProfile } from './routes/volunteer-profile.ts'

const CALLS: readonly AnyOperation[] = [
  getHealth,
  listGrids,
  getGridStatus,
  getGridOutlines,
  getBuildings,
  postGridCheck,
  getGridHealth,
  postRedrawPreview,
  postRedraw,
  getGridPeople,
  postPerson,
  postPeopleImport,
  postOrganisationsImport,
  postPostsImport,
  postIntersectionsImport,
  postTeamsImport,
  postCategoriesImport,
  postPointsImport,
  postFindPeople,
  getPerson,
  postConsent,
  getMyData,
  postMyErasure,
  getPersonData,
  postMerge,
  postPersonErasure,
  postReceiptErasure,
  getOrganisations,
  getOrganisationProblems,
  getOrganisation,
  getOrganisationPeople,
  getRoster,
  getRosterCsv,
  getStatements,
  postMyWithdrawal,
  getSlots,
  postSignUp,
  getMySignUps,
  getSignUp,
  postCancelSignUp,
  getQuota,
  getFairness,
  getQuotaPlan,
  previewQuotaPlan,
  putQuotaPlan,
  getShiftCode,
  getCheckInPage,
  getPlannerFrame,
  getPlannerWorker,
  postCheckIn,
  getRosterWeek,
  getRosterToday,
  getRosterWorkbook,
  postRosterPlan,
  getRosterPlans,
  getRosterPlan,
  getRosterPlanEvents,
  postCancelRosterPlan,
  getRosterDraft,
  getRosterComparison,
  getRosterPlanProblem,
  postPublishRosterPlan,
  previewCancelShifts,
  postCancelShifts,
  getIntersections,
  getIntersectionCover,
  getPoints,
  getTeams,
  getReportIn,
  getMyCalendar,
  postMyCalendar,
  postRevokeCalendar,
  getCalendar,
  postCorrection,
  postCorrectionStep,
  getCorrections,
  getMyHours,
  getOrganisationHours,
  getOrganisationHoursCsv,
  getOrganisationHoursWorkbook,
  getKeptRecords,
  getKeptRecordsCsv,
  getKeptRecordsWorkbook,
  getOrganisationCertificates,
  postRequestedCertificate,
  postRequestedRevocation,
  postCertificate,
  getMyCertificates,
  postCertificateRevocation,
  getCertificate,
  getCertificatePage,
  getCertificatePrint,
  postConfirmSignUp,
  postNameVolunteers,
  postInvitations,
  postNoShow,
  postExcuse,
  postSwap,
  getMySwaps,
  getOrganisationSwaps,
  postAcceptSwap,
  postWithdrawSwap,
  postApproveSwap,
  postRefuseSwap,
  getMyProfile,
  postMyProfile,
  postPersonProfile,
  getCategories,
  postSimilar,
  putPhoto,
  beginPhotoUpload,
  appendPhotoUpload,
  postIssue,
  postIssuesImport,
  getReceipt,
  getTrack,
  getReceiptPhoto,
  postReporterStep,
  getIssues,
  getIssueBoard,
  getIssueRates,
  getIssue,
  getIssuePhoto,
  getIssuePolicy,
  getIssuesCsv,
  getIssuesWorkbook,
  getIssuesGeoJson,
  getIssueHead,
  postIssueVerification,
  postHistoryHead,
  postHistoryVerification,
  postTransition,
  getOpen311Discovery,
  getOpen311Services,
  getOpen311Service,
  getOpen311Requests,
  postOpen311Request,
  getOpen311Request,
  getOpen311Photo,
  getOpen311Token,
  getChanges,
  getEvents,
  getSignIn,
  getCallback,
  postSession,
  postSignOut,
  getMe,
  getAudit,
  getAuditHead,
  postAuditVerification,
  ...adminOperations,
]

/** Every call of the API, except the one that describes them. */
export const OPERATIONS: readonly AnyOperation[] = [...CALLS, describeData(CALLS)]
