export { apportion } from './quota/apportion.ts'
export type { ApportionOptions, Apportionment, QuotaExemption, QuotaOrganisation } from './quota/apportion.ts'
export type { OrganisationCarry, QuotaCarry, Ratio } from './quota/carry.ts'
export { fairnessReport } from './quota/fairness-report.ts'
export type { FairnessLine, FairnessReport } from './quota/fairness-report.ts'
export { addDays, daysBetween } from '../calendar/local-days.ts'
export { previewQuota } from './quota/preview-quota.ts'
export type { PreviewQuotaOptions, QuotaChange, QuotaPreview } from './quota/preview-quota.ts'
export { quotaDays } from './quota/quota-days.ts'
export type { QuotaDay, QuotaDays, QuotaDaysOptions, RollEntry } from './quota/quota-days.ts'
export { quotaSentence } from './quota/quota-sentence.ts'
export type { QuotaPeriod } from './quota/quota-sentence.ts'
export { quotaSums } from './quota/quota-sums.ts'
export type { QuotaSums } from './quota/quota-sums.ts'
export { reviseQuotaPlan } from './quota/revise-quota-plan.ts'
export type { QuotaPlanRefusal, QuotaPlanRevision } from './quota/revise-quota-plan.ts'
export { rollUpQuota } from './quota/roll-up-quota.ts'
export type { CommitteeQuota } from './quota/roll-up-quota.ts'
export { cancelSignUp } from './cancel-sign-up.ts'
export type { CancelSignUpContext, CancelSignUpResult } from './cancel-sign-up.ts'
export { confirmSignUp } from './confirm-sign-up.ts'
export type { ConfirmSignUpResult } from './confirm-sign-up.ts'
export { dueRosterSteps } from './due-roster-steps.ts'
export type { RosterStep, RosterStepsContext } from './due-roster-steps.ts'
export { dutyNews, markDutyNews, noteDuties } from './duty-news.ts'
export type { DutiesNow, DutyNews, DutyNewsContext, DutyNewsKind } from './duty-news.ts'
export { fitnessRefusal, FULL_AGE, isMinor } from './fitness.ts'
export { invite } from './invite.ts'
export type { InviteResult } from './invite.ts'
export { changePerson } from './merge/change-person.ts'
export type {
  ChangedField,
  ChangePersonContext,
  ChangePersonRefusal,
  ChangePersonResult,
  GonePerson,
  PersonChange,
  PersonToChange,
} from './merge/change-person.ts'
export { mergePeople } from './merge/merge-people.ts'
export type {
  HeldPlace,
  HeldRole,
  MergeClash,
  MergeContext,
  MergedPerson,
  MergeResult,
  PersonRecord,
} from './merge/person-record.ts'
export { markAbsent } from './mark-absent.ts'
export type { MarkAbsentResult } from './mark-absent.ts'
export { markPresent } from './mark-present.ts'
export type { MarkPresentResult } from './mark-present.ts'
export type { ExpectedAt, SignUpReason, SignUpRefusal } from './refusal.ts'
export { changeShifts } from './shifts/change-shifts.ts'
export type { ChangedShifts, OnShift, ShiftChange, ShiftTerms } from './shifts/change-shifts.ts'
export { checkPosts } from './shifts/check-posts.ts'
export type { Post, PostFinding } from './shifts/check-posts.ts'
export { checkTeams } from './shifts/check-teams.ts'
export type { Point, Team } from './shifts/check-teams.ts'
export { teamsAtShift } from './shifts/teams-at-shift.ts'
export type { ShiftPerson, ShiftTeam, TeamAtShift, TeamsAtShift } from './shifts/teams-at-shift.ts'
export { teamFindingWords } from './shifts/team-finding-words.ts'
export { dutyDays } from '../calendar/duty-days.ts'
export type { DutyDay } from '../calendar/duty-days.ts'
export { intersectionCover } from './shifts/intersection-cover.ts'
export type { IntersectionCover, RequiredCover } from './shifts/intersection-cover.ts'
export { sponsorGaps } from './shifts/sponsor-gaps.ts'
export type { SponsorGap } from './shifts/sponsor-gaps.ts'
export { mondayOf, planShifts } from './shifts/plan-shifts.ts'
export type { MadeShift, PlanContext, ShiftPlan } from './shifts/plan-shifts.ts'
export { shiftsOfWeek } from './shifts/shifts-of-week.ts'
export type { PlannedShift, WeekContext } from './shifts/shifts-of-week.ts'
export { shiftsToCancel } from './shifts/shifts-to-cancel.ts'
export type { CancellableShift, CancelOrder, CancelPlan } from './shifts/shifts-to-cancel.ts'
export { localClock, localDate, localYear, zonedTime } from '../calendar/zoned-time.ts'
export { baseChanges } from './planning/base-changes.ts'
export type { BaseNow, BaseSlot, PlanBase } from './planning/base-changes.ts'
export { comparePlans } from './planning/compare-plans.ts'
export type { PlanDifference, PlanSeat } from './planning/compare-plans.ts'
export type { PlanOptions, PlanProgress } from './planning/plan-options.ts'
export { rosterCosts } from './planning/roster-costs.ts'
export { rosterProblem } from './planning/roster-problem.ts'
export type { HeldSeat, PlannedProblem, PlanningPerson, PlanningRecords, PlanningSlot } from './planning/roster-problem.ts'
export { kindHeld, kindOfRole, placeKinds } from './places.ts'
export { reseat } from './reseat.ts'
export type { Reseating, ReseatResult } from './reseat.ts'
export { MOST_NAMED, SIGN_UP_DEFAULTS } from './sign-up-defaults.ts'
export { signUp, signUpRefusal } from './sign-up.ts'
export type { SignUpContext, SignUpResult } from './sign-up.ts'
export { slotHappenings } from './slot-happenings.ts'
export type { SlotHappening, SlotStep } from './slot-happenings.ts'
export { confirmation, restBetween } from './slot-times.ts'
export type { Duty, Place, PlaceKind, Slot, SlotNeeds, SlotTimes, Volunteer } from './slot.ts'
export { isSeatWaitedFor, othersWaitRefusal, seatsWaitedFor, swapSeats } from './swap-seats.ts'
export type { SwapContext, SwapResult, SwapSide } from './swap-seats.ts'
export { signUpProspect } from './sign-up-prospect.ts'
export type { CountedSlot } from './sign-up-prospect.ts'
export { swapOfferRefusal, swapWantsRefusal } from './swap-offer.ts'
export type {
  OfferedSeat,
  SwapOffer,
  SwapOfferRefusal,
  UnwantableReason,
  UnwantableRefusal,
  WantedContext,
  WantedSlot,
} from './swap-offer.ts'
export { swapStep } from './swap-step.ts'
export type { SwapAction, SwapStepResult } from './swap-step.ts'
export { sponsorAt, sponsorRefusal } from './sponsor.ts'
export type { IntersectionDuty, SponsorRefusal } from './sponsor.ts'
export { checkMemberships } from './organisations/check-memberships.ts'
export type { Membership, Registration, RosterRecords } from './organisations/check-memberships.ts'
export { closeOrganisation } from './organisations/close-organisation.ts'
export type {
  ClosingEffects,
  ClosingFacts,
  ClosingOrder,
  ClosingRefusal,
  ClosingResult,
  Ends,
  LiaisonAppointment,
  LostIntersection,
  PlaceToCome,
} from './organisations/close-organisation.ts'
export {
  closedRefusal,
  closedRolls,
  indexOpen,
  isClosedOn,
  namedClosed,
  openOn,
  openRows,
} from './organisations/closed-organisations.ts'
export type { ClosedRefusal } from './organisations/closed-organisations.ts'
export { rollDifferences } from './organisations/roll-differences.ts'
export type { RollDifference } from './organisations/roll-differences.ts'
export { reportInRates } from './organisations/report-in-rates.ts'
export type { ReportedIn, ReportInRate, ReportInRates, ReportInRecords } from './organisations/report-in-rates.ts'
export { checkOrganisations } from './organisations/check-organisations.ts'
export type { OrganisationProblem, OrganisationProblemCode } from './organisations/problem.ts'
export { reconcileOrganisations } from './organisations/reconcile-organisations.ts'
export type { DeclaredOrganisations, Reconciliation, Tally } from './organisations/reconcile-organisations.ts'
export { advancePartyStatus, PARTY_LADDER } from './organisations/advance-party-status.ts'
export type { PartyStatusResult } from './organisations/advance-party-status.ts'
export { indexNames as indexOrganisations } from '../table/index-names.ts'
export type { NameIndex as OrganisationIndex } from '../table/index-names.ts'
export { INTERSECTION_COLUMNS } from './import/intersection-columns.ts'
export type { SeatsToCome } from './import/intersection-notes.ts'
export type { StandingPlace } from './import/named-places.ts'
export { ORGANISATION_COLUMNS } from './import/organisation-columns.ts'
export { PEOPLE_COLUMNS } from './import/people-columns.ts'
export { POST_COLUMNS } from './import/post-columns.ts'
export { planIntersections } from './import/plan-intersections.ts'
export type { IntersectionsPlan, KnownDuty, PlanIntersectionsContext } from './import/plan-intersections.ts'
export type { KeyedOrganisation, LiaisonPerson, NewLiaison } from './import/liaisons-of.ts'
export { planOrganisations } from './import/plan-organisations.ts'
export type { OrganisationsPlan, PlanOrganisationsContext } from './import/plan-organisations.ts'
export { planPeople } from './import/plan-people.ts'
export type { KeyedPerson, KnownPerson, PeoplePlan, PeoplePlanContext, PersonPlan } from './import/plan-people.ts'
export type { MembershipEnd, MembershipPlan } from './import/plan-membership.ts'
export type { RegistrationPlan } from './import/plan-registration.ts'
export { planPoints } from './import/plan-points.ts'
export type { KnownPoint, PlanPointsContext, PointsPlan, StandingPoint } from './import/plan-points.ts'
export { PLACE_CLASS_NAMES, POINT_COLUMNS } from './import/point-columns.ts'
export { readPoints } from './import/read-points.ts'
export { planPosts } from './import/plan-posts.ts'
export type { KnownPost, PlanPostsContext, PostsPlan, StandingPost } from './import/plan-posts.ts'
export { readIntersections } from './import/read-intersections.ts'
export { planTeams } from './import/plan-teams.ts'
export type { KeyedTeam, NamedPoint, PlanTeamsContext, StandingTeam, TeamsPlan } from './import/plan-teams.ts'
export type { RowPerson } from './import/person-of-row.ts'
export { readOrganisations } from './import/read-organisations.ts'
export { readPeople } from './import/read-people.ts'
export { readPosts } from './import/read-posts.ts'
export { readTeams } from './import/read-teams.ts'
export { TEAM_COLUMNS } from './import/team-columns.ts'
export type { CellError, CellErrorCode, Column, Table, TableRow } from '../table/table.ts'
export { attendanceState, attendanceView, isAbsent, isFulfilled, latenessOf, presenceOf } from './attendance/attendance.ts'
export type { Absence, Attendance, AttendanceMark, Lateness } from './attendance/attendance.ts'
export { CERTIFICATE_CODE_BYTES, certificateCode, readCertificateCode } from './attendance/certificate-code.ts'
export { checkIn, checkOut } from './attendance/check-in.ts'
export type { CheckInContext, CheckInResult, Presence, Proof } from './attendance/check-in.ts'
export {
  CORRECTION_WORKFLOW,
  correctionActions,
  correctionRefusal,
  correctionRoles,
  stepCorrection,
} from './attendance/corrections.ts'
export type {
  CorrectedSeat,
  CorrectionActor,
  CorrectionClaim,
  CorrectionContext,
  CorrectionRefusal,
  CorrectionRole,
  CorrectionStep,
} from './attendance/corrections.ts'
export { FACT_LENGTHS } from './attendance/fact-lengths.ts'
export { changedFacts, correctFacts, RECORD_FACTS, standingFacts } from './attendance/record-facts.ts'
export type { KeptBefore, KeptFacts, RecordFact, RecordFacts } from './attendance/record-facts.ts'
export { distanceBetween, placeRefusal } from './attendance/geofence.ts'
export { hostTimesRefusal } from './attendance/host-times.ts'
export type { HostTimes, HostTimesContext, HostTimesRefusal } from './attendance/host-times.ts'
export { isRecordedLate, lateNoteRefusal } from './attendance/late-note.ts'
export { checkInSpan, overAt, servedSpan, toldTimes } from './attendance/called-off.ts'
export type { ServedTimes } from './attendance/called-off.ts'
export { momentSaid } from './attendance/said-at.ts'
export type { SaidContext } from './attendance/said-at.ts'
export type { LateNoteRefusal } from './attendance/late-note.ts'
export { isHostedToday } from './attendance/hosted-today.ts'
export type { HostedTodayContext } from './attendance/hosted-today.ts'
export { ATTENDANCE_POLICY, attendancePolicy } from './attendance/policy.ts'
export type { AttendancePolicy } from './attendance/policy.ts'
export { recordBy } from './attendance/record-by.ts'
export { keeperRoles, recordedGrids } from './attendance/recorded-grids.ts'
export type { KeeperRole } from './attendance/recorded-grids.ts'
export { recordingUnit } from './attendance/recording-unit.ts'
export { recordingUnits } from './attendance/recording-units.ts'
export type { RecordingUnit } from './attendance/recording-units.ts'
export type { CheckInReason, CheckInRefusal } from './attendance/refusal.ts'
export { countedMinutes, hoursOf, serviceHours } from './attendance/service-hours.ts'
export type { AttendedShift, ServiceHours } from './attendance/service-hours.ts'
export {
  CODE_LEAD_MS,
  CODE_SKEW_MS,
  CODE_WINDOW_MS,
  makeShiftCode,
  slotOfCode,
  verifyShiftCode,
} from './attendance/shift-code.ts'
export type { CodeRefusal, Mac, ShiftCodeOptions, ShownCode, VerifiedCode } from './attendance/shift-code.ts'
export { dutyClashes } from './duty-clashes.ts'
export type { DutyClash, PersonalDuty } from './duty-clashes.ts'
export { checkRosterProblem } from './planning/check-roster-problem.ts'
export { explainUnfilled } from './planning/explain-unfilled.ts'
export type { ExplainOptions } from './planning/explain-unfilled.ts'
export { unfilledSentence } from './planning/unfilled-sentence.ts'
export { verifyRoster } from './planning/verify-roster.ts'
export type { RosterVerdict, VerifyOptions } from './planning/verify-roster.ts'
export type { Discrepancy, PlanProblem, PlanProblemCode, ProblemFinding, ProblemFindingCode } from './planning/verify/problems.ts'
export { PLAN_RULES, PLAN_WEIGHTS } from './planning/plan-defaults.ts'
export type { PlanRuleValues, PlanWeightValues } from './planning/plan-defaults.ts'
export { planRoster } from './planning/plan-roster.ts'
export { withAbsences } from './planning/absences.ts'
export type { PlanAbsence } from './planning/absences.ts'
export { repairRoster } from './planning/repair-roster.ts'
export type { PresentPlan, RepairOptions, RosterRepair } from './planning/repair-roster.ts'
export { createRosterPlanner } from './planning/roster-planner.ts'
export type { RosterPlanner } from './planning/roster-planner.ts'
