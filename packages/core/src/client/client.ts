import type { Me } from '../access/schema.ts'
import type { Resource, Snapshot } from '../cache/index.ts'
import type { SdkError } from '../errors.ts'
import type { BuildingList, GridList, GridOutlines, GridStatus } from '../grid/schema.ts'
import type { IssueFilter } from '../issue/index.ts'
import type {
  CategoryList,
  HistoryHead,
  HistoryVerification,
  IssueBoard,
  IssueRatesView,
  IssueTrack,
  MyReport,
  PhotoRef,
  RatesBy,
  ReportCommand,
  ReportDraft,
  ReportReceipt,
  StaffIssue,
  TransitionCommand,
} from '../issue/schema.ts'
import type { Identity } from '../ports/index.ts'
import type { ClientOutbox } from './client-outbox.ts'
import type { Diagnosis } from './diagnose.ts'
import type { Erasure, StatementList, Withdrawal } from '../privacy/schema.ts'
import type { DutyNews } from '../roster/index.ts'
import type {
  CalendarStatus,
  CancelPreview,
  CancelShiftsCommand,
  CancelledShifts,
  CertificateCommand,
  CertificateList,
  CertificateView,
  CheckInProof,
  CorrectionList,
  CorrectionStepCommand,
  CorrectionView,
  Fairness,
  IntersectionCoverView,
  KeptRecords,
  MyHours,
  NamedAnswer,
  OrganisationCertificateList,
  OrganisationHours,
  OrganisationList,
  OrganisationPeople,
  OrganisationProblems,
  OrganisationSwap,
  OrganisationView,
  PlanComparison,
  PlanDraft,
  PlanJob,
  PlanJobList,
  PlanQuestion,
  PlanRosterCommand,
  PointList,
  PreviewCancelCommand,
  PublishedPlan,
  Quota,
  QuotaPlanCommand,
  QuotaPlanView,
  QuotaPreviewCommand,
  QuotaPreviewView,
  ReportIn,
  RequestCorrectionCommand,
  RequestedCertificateCommand,
  Roster,
  RosterWeek,
  ShiftCode,
  SignUpView,
  SlotList,
  SlotRole,
  SwapView,
  TeamList,
  VolunteerProfile,
} from '../roster/schema.ts'
import type { FileFormat } from './download.ts'
import type { Similar } from './similar-issues.ts'
import type { Crs, FieldError, Position, Problem } from '../schema.ts'

export type { Identity, Resource, Snapshot }

/** What the person agreed to: the version of the statement that was shown; false where they have not. */
export type GivenConsent = { version: number } | false

/** The command was not accepted here. `fields` names what to mend in the form; otherwise a rule refused. */
export type CommandRefusal =
  { ok: false; reason: 'invalid'; fields: FieldError[] } | { ok: false; reason: string; detail?: Record<string, unknown> }

/** Accepted on this device; `settled` tells the server's word when it comes (it may take days and survive a reload). */
export interface CommandAccepted<T> {
  ok: true
  id: string
  /** Durable on this device; false with memory only. */
  saved: boolean
  settled: Promise<CommandOutcome<T>>
}

export type CommandOutcome<T> =
  { state: 'acknowledged'; answer: T } | { state: 'refused'; problem: Problem } | { state: 'discarded' }

/** What somebody would sign up for. */
export interface SignUpQuestion {
  slotId: string
  orgId: string
  /** What the person wants to come as. @defaultValue whatever they may fill and the slot still needs */
  role?: SlotRole
}

export interface SignUpInput extends SignUpQuestion {
  /** To the purpose `volunteer-duty`. */
  consent: GivenConsent
  /** Id of the refused command that this one is the mended form of; it leaves the outbox. */
  replaces?: string
}

export interface ConfirmSignUpInput {
  signUpId: string
  /** To the purpose `volunteer-duty`, with an invitation. */
  consent?: GivenConsent
}

export interface OfferSwapInput {
  /** The seat that is offered. */
  signUpId: string
  /** For one colleague only. @defaultValue any of the same organisation */
  toPersonId?: string
  /** Slots, one of which is wanted for it. @defaultValue it is given away */
  wants?: string[]
}

export interface AcceptSwapInput {
  swapId: string
  /** The own seat that is given for it, where one is wanted. */
  signUpId?: string
  /** To the purpose `volunteer-duty`. */
  consent: GivenConsent
}

export interface NameVolunteersInput {
  orgId: string
  slotId: string
  /** In the order in which seats are given. */
  people: { personId: string; role?: SlotRole }[]
  /** Who has not agreed to volunteer duty yet is invited instead of refused. @defaultValue false */
  orInvite?: boolean
}

/** An answer for each person, in the order they were named in; or what is wrong with the call as a whole. */
export type NamedResult = ({ ok: true } & NamedAnswer) | CommandRefusal

export interface ReportInput {
  /** As what the person reports: staff may by their grants (`reportSources`). @defaultValue 'resident' */
  source?: ReportCommand['source']
  categoryId: string
  attributes?: ReportCommand['attributes']
  description: string
  place: ReportCommand['place'] | undefined
  placeText?: string
  /** Already downscaled and stripped of EXIF by the page. */
  photos: Blob[]
  /** To the purpose `issue-report`; what staff find on their duty rests on none (`restsOnConsent`). */
  consent: GivenConsent
  /** An issue of `similarIssues` that it is about too: it is counted there, and its code follows that one. */
  joins?: string
  /** What somebody, or some program, filled into the field that nobody sees. */
  website?: string
  /** Id of the refused command that this one is the mended form of; it leaves the outbox. */
  replaces?: string
}

/** What whoever reported an issue acts on: its code, and the state of it that they saw (`IssueTrack`). */
export interface ReporterInput {
  receipt: string
  issueId: string
  version: number
  /** Id of the refused command that this one is the mended form of; it leaves the outbox. */
  replaces?: string
}

/** One of the photos that a track names or, for staff, an issue or one of its steps. */
export type IssuePhotoInput = ({ receipt: string } | { issueId: string }) & { photo: Pick<PhotoRef, 'sha256' | 'type'> }

/** Which issues a board has: what the filter asks for of all that the person reaches, and of what ended that of the last days. */
export interface IssueBoardInput extends IssueFilter {
  /** For how many days what has ended is kept on it. @defaultValue 30 */
  ended?: number
  /** So many times as many lines as the server tells at once, at most `MOST_BOARD_PAGES`. @defaultValue 1 */
  pages?: number
}

/** Of which issues rates are counted. */
export interface IssueRatesInput {
  /** Root of the subtree. @defaultValue all that the person reaches */
  gridId?: string
  /** Of either level. @defaultValue all */
  categoryId?: string
  /** Reported from this instant on, RFC 3339. */
  from: string
  /** And before this one; at most 1,860 days later. */
  to: string
  /** Into which parts. @defaultValue 'grid': the grids below */
  by?: RatesBy
}

/** Which issues go into a file: as a board is filtered, on the server; what is left out, or empty, asks for nothing. */
export interface IssueFileInput extends IssueFilter {
  /** `xlsx` and `csv` are a table, `geojson` is for a map. No cell of a table is taken for a formula. */
  format: FileFormat
  /** Reported from this instant on, RFC 3339. */
  from?: string
  /** And before this one. */
  to?: string
  /** Only what is open or has changed in so many days, as on a board. */
  ended?: number
  /** With what the reporters wrote. */
  words?: boolean
  /** In which language a table names stages, categories and grids. @defaultValue 'zh' */
  lang?: 'zh' | 'en'
}

/** One step of an issue, as the workflow has it, on the version of it that the person saw. */
export interface AdvanceIssueInput extends Omit<TransitionCommand, 'id' | 'evidence'> {
  /** Already downscaled and stripped of EXIF by the page. @defaultValue none */
  photos?: Blob[]
}

/** Which issue's history is gone through. */
export interface VerifyHistoryInput {
  issueId: string
  /** Where it ended when somebody noted it down elsewhere: what was changed before then, with all hashes after it, is found too. */
  head?: HistoryHead
}

/** What was found, or why nothing was looked for. */
export type VerifyHistoryResult = { ok: true; verification: HistoryVerification } | CommandRefusal

export interface CheckInInput {
  /** The code that was shown at the post, where the device is, or the word of whoever runs the shift. */
  proof: CheckInProof
  /** When; a host may say it afterwards. @defaultValue now */
  at?: string
}

/** What completes a host's word that the server did not take without it. */
export interface CheckInNoteInput {
  /** Of the refused command; it leaves the outbox. */
  id: string
  /** Why it is recorded only now. */
  note: string
}

export type CorrectionInput = Omit<RequestCorrectionCommand, 'id' | 'person'>
export type CorrectionStepInput = Omit<CorrectionStepCommand, 'id' | 'person'>
export type CertificateInput = Omit<CertificateCommand, 'id' | 'person'>
export type RequestedCertificateInput = Omit<RequestedCertificateCommand, 'id' | 'person'> & { orgId: string }
export type CertificateResult = { ok: true; certificate: CertificateView } | CommandRefusal

/** First and last day, in the district's time zone. @defaultValue of both: this month */
export interface DaySpan {
  from?: string
  to?: string
}

/** What came of a consent that was taken back. */
export type WithdrawalResult = { ok: true; withdrawal: Withdrawal } | CommandRefusal

export interface RosterWeekInput {
  /** First local date, e.g. `2026-06-01`; the week is seven days from it. */
  from: string
  /** Root of a subtree that the person reaches. @defaultValue all that they reach */
  gridId?: string
}

/** Which shifts are called off: see `CancelShiftsCommand`. */
export type CancelShiftsInput = Omit<CancelShiftsCommand, 'id'>

/** What was called off, or why nothing was. */
export type CancelShiftsResult = { ok: true; cancelled: CancelledShifts } | CommandRefusal

/** Which shifts would be called off: see `PreviewCancelCommand`. */
export type PreviewCancelInput = PreviewCancelCommand

/** How many shifts and sign-ups it would concern, or why it would not be taken. */
export type PreviewCancelResult = { ok: true; preview: CancelPreview } | CommandRefusal

/** What is to be planned, and how: see `PlanRosterCommand`. */
export type PlanRosterInput = Omit<PlanRosterCommand, 'id'>

export type PlanJobResult = { ok: true; plan: PlanJob } | CommandRefusal

/** What was changed. A draft whose base has changed is refused as `draft-outdated`, with `changed` in its detail. */
export type PublishPlanResult = { ok: true; published: PublishedPlan } | CommandRefusal

/** How far a plan of the server's is; `error` where that cannot be asked just now. */
export interface PlanView {
  plan?: PlanJob
  error?: SdkError
}

/** The whole secret address, told once. Whoever knows it reads the duties. */
export type CalendarAddressResult = { ok: true; address: string; createdAt: string } | CommandRefusal

export type CalendarRevocation = { ok: true } | CommandRefusal

/** Local dates; `to` is the first day after. @defaultValue of both: this week */
export interface QuotaSpan {
  from?: string
  to?: string
}

/** The plan, and the version of the one that was seen when it was made; 0 where there was none. */
export type QuotaPlanInput = Omit<QuotaPlanCommand, 'id'>

/** Of which intersections, and when. */
export interface CoverInput {
  from: string
  /** Exclusive; at most 400 days after `from`. */
  to: string
  /** Only the hours in which a post there is on duty. @defaultValue `all` */
  hours?: 'all' | 'duty'
  /** Root of the subtree. @defaultValue all that the person reaches */
  gridId?: string
}

/** Local dates, `to` the first day after, at most 366 days. @defaultValue this week */
export interface ReportInInput {
  from?: string
  to?: string
  /** Root of the subtree. @defaultValue all that the person reaches */
  gridId?: string
}

/** What whoever records the service recorded: local dates, both included, at most 366 days. @defaultValue this month up to today */
export interface KeptRecordsInput extends DaySpan {
  /** Of posts at or below it. @defaultValue all whose records the person keeps */
  gridId?: string
}

/** Whose teams are asked for. */
export interface TeamsInput {
  /** Those that answer for the evaluation points at this post. */
  postId?: string
  /** Those that answer for this evaluation point. */
  pointId?: string
}

/** A plan that is looked at before it is put, and the days of which is asked. */
export type QuotaPreviewInput = QuotaPreviewCommand

/** What it would change, or why it would not be taken. */
export type QuotaPreviewResult = { ok: true; preview: QuotaPreviewView } | CommandRefusal

export type QuotaPlanResult = { ok: true; plan: QuotaPlanView } | CommandRefusal

export type EraseMeResult = { ok: true; erasure: Erasure } | CommandRefusal | Extract<SignOutResult, { ok: false }>

export type SignOutResult = { ok: true } | { ok: false; reason: 'unsent'; entries: number }

export interface Client {
  readonly endpoint: string
  /**
   * Epoch milliseconds by the server's clock as far as its answers have told it, by the device's own before the first of them. For
   * what goes by the day or the hour: a device's clock may be hours off.
   */
  now(): number
  readonly identity: {
    /** Calls back at once and at each change: whom the host's token names. Asks for a token where none is at hand. */
    subscribe(listener: (identity: Identity) => void): () => void
  }
  /** Who the server takes the person for. Without a token it has no data. */
  me(): Resource<Me>
  /** What a person is asked to agree to. */
  statements(): Resource<StatementList>
  gridTree(): Resource<GridList>
  gridStatus(gridId: string): Resource<GridStatus>
  gridOutlines(gridId: string): Resource<GridOutlines>
  /** All buildings with their addresses, to be searched on the device with `createAddressSearch`. */
  buildings(): Resource<BuildingList>
  organisation(orgId: string): Resource<OrganisationView>
  /** For the street: all organisations, and how many of which kind there are against what was declared. */
  organisations(): Resource<OrganisationList>
  /** For the street: what is wrong with organisations and memberships; each reading is audited. */
  organisationProblems(): Resource<OrganisationProblems>
  /** For its liaison and the street: who belongs to an organisation, to be named for a shift. */
  organisationPeople(orgId: string): Resource<OrganisationPeople>
  /** Slots of the next days that are open to the organisation. */
  slots(orgId: string): Resource<SlotList>
  categories(): Resource<CategoryList>
  /** The person's own sign-ups, on whichever device they were made, newest first; without a token there are none. */
  mySignUps(): Resource<SignUpView[]>
  /** One's own swaps, and those of colleagues that one may accept; newest first. */
  mySwaps(): Resource<SwapView[]>
  /** Shifts to come in which colleagues have a seat: what one may want for one's own. */
  colleagueShifts(): Resource<string[]>
  /**
   * What others, or time, did to one's duties since one last looked on this device, what wants an answer first; it stays news until
   * `sawDutyNews` is told of it. Without a token there is none.
   */
  dutyNews(): Resource<DutyNews[]>
  /**
   * Reports made on this device, by this person or without a name, that the server has acknowledged, newest first, each
   * with its receipt code. They outlive a reload; those still waiting, or refused, are in `outbox`.
   */
  myReports(): Resource<MyReport[]>
  /**
   * The issue behind a receipt code, step by step, with what its reporter may do now; the issue's words are kept on this device
   * where it was reported here or somebody acted under the code here.
   */
  trackIssue(receipt: string): Resource<IssueTrack>

  /** For staff: a line for each issue that is open or has ended lately, with what they may do in it; without a token it has no data. */
  issueBoard(part?: IssueBoardInput): Resource<IssueBoard>
  /** For staff: an issue with its history, what they may do in it, and what was merged into it. */
  issue(issueId: string): Resource<StaffIssue>
  /**
   * For staff who answer for grids: what became of the issues reported in a time, whole and in parts, each rate with what it is a
   * share of; without a token it has no data.
   */
  issueRates(asked: IssueRatesInput): Resource<IssueRatesView>

  /** Posts by days with those who do the shifts, for whoever answers for them; without a token it has no data. */
  rosterWeek(input: RosterWeekInput): Resource<RosterWeek>
  /**
   * For a building's head: the shifts of today at the posts of their own micro-grid, with those who have a seat, and what else
   * people check in or out at now (`isHostedToday`); without a token it has no data.
   */
  rosterToday(): Resource<RosterWeek>
  /**
   * What organisations owe on some days and have named, each with a line that says so: a liaison's own, those below a
   * composite committee, or all for the street; without a token it has no data.
   */
  quota(days?: QuotaSpan): Resource<Quota>
  /** How evenly the week in which a local date lies was shared out among the same. @defaultValue this week */
  quotaFairness(week?: string): Resource<Fairness>
  /** For the street: ratios and exemptions by date. */
  quotaPlan(): Resource<QuotaPlanView>
  /** For the street and communities: plans that were asked for, newest first. @defaultValue of all that the person reaches */
  rosterPlans(gridId?: string): Resource<PlanJobList>
  /**
   * Whether each intersection has exactly one branch at each instant of a time (包路口): gaps and doubles with their hours. For
   * whoever oversees the grids.
   */
  intersectionCover(asked: CoverInput): Resource<IntersectionCoverView>
  /** Evaluation points of a subtree with the teams that answer for them. @defaultValue of all that the person reaches */
  points(gridId?: string): Resource<PointList>
  /**
   * Teams with who is in them: those at a post, those of an evaluation point, or all. A liaison is told of their own people only.
   * @defaultValue all that the person reaches; each reading is audited
   */
  teams(asked?: TeamsInput): Resource<TeamList>
  /**
   * 到社区报到: of those registered at communities, how many reported in there, by community and by organisation. For the street
   * and communities.
   */
  reportIn(asked?: ReportInInput): Resource<ReportIn>
  /** Whether there is an address of the person's duties for calendar programs. */
  calendarStatus(): Resource<CalendarStatus>
  /** One's own hours of service, with what is recorded of each activity. */
  myHours(): Resource<MyHours>
  /** One's own certificates, newest first. */
  myCertificates(): Resource<CertificateList>
  /** For its liaison and the street: an organisation's hours by person, what is not recorded yet, how corrections stand. */
  organisationHours(orgId: string, days?: DaySpan): Resource<OrganisationHours>
  /**
   * For communities and the street: the records that they keep, over all organisations, the newest first. A page at a time: `after` is
   * the `next` of the one before, and the first one tells how much there is in all. Each reading is audited.
   */
  keptRecords(asked?: KeptRecordsInput & { after?: string }): Resource<KeptRecords>
  /**
   * For communities and the street: corrections of hours at posts of a subtree that are theirs to decide now, the oldest first; with
   * `decided` those of ninety days, the newest first, with what stood there and who decided. Each reading is audited.
   * @defaultValue of all that the person reaches
   */
  corrections(gridId?: string, options?: { decided?: boolean }): Resource<CorrectionList>
  /** For its liaison and the street: who of an organisation comes when, from a week ago to a month ahead; each reading is audited. */
  organisationSignUps(orgId: string): Resource<Roster>
  /** For its liaison and the street: certificates that an organisation's people let it print for them, or asked for there. */
  organisationCertificates(orgId: string): Resource<OrganisationCertificateList>
  /** For whoever runs the shift: the code to show at its post now. Ask again when `until` has passed. */
  shiftCode(slotId: string): Resource<ShiftCode>

  /**
   * The commands. What the person can mend, and what a rule refuses, is returned. All but a report, and what is done by its code, need a
   * person: `not-signed-in` where the client was given no token, `person-unknown` where nobody could be asked for one yet.
   * @throws SdkError `storage` where this device could not keep the command, `bad-argument` where a photo cannot be read
   */
  signUp(input: SignUpInput): Promise<CommandAccepted<SignUpView> | CommandRefusal>
  /**
   * What `signUp` would refuse here and now by the rules of time, role, skills and age, for a form to say before anything is
   * filled in. Undefined where nothing that this device knows stands against it; whether there is a seat the server says.
   */
  signUpRefusal(input: SignUpQuestion): Promise<CommandRefusal | undefined>
  cancelSignUp(input: { signUpId: string }): Promise<CommandAccepted<SignUpView> | CommandRefusal>
  /** Takes an offered seat, takes an invitation up, or says before the shift that one comes. */
  confirmSignUp(input: ConfirmSignUpInput): Promise<CommandAccepted<SignUpView> | CommandRefusal>
  /**
   * The person has seen some news of their duties, by their ids: none of them is told again. The server does not hear of it.
   * @throws SdkError `storage` where this device could not keep it
   */
  sawDutyNews(ids: readonly string[]): Promise<void>
  /** Offers the own seat to colleagues. */
  offerSwap(input: OfferSwapInput): Promise<CommandAccepted<SwapView> | CommandRefusal>
  acceptSwap(input: AcceptSwapInput): Promise<CommandAccepted<SwapView> | CommandRefusal>
  withdrawSwap(input: { swapId: string }): Promise<CommandAccepted<SwapView> | CommandRefusal>
  report(input: ReportInput): Promise<CommandAccepted<ReportReceipt> | CommandRefusal>
  /** By a receipt code, without a name, as the track's `actions` say one may. A later rating replaces the first. */
  rateIssue(input: ReporterInput & { rating: number; words?: string }): Promise<CommandAccepted<IssueTrack> | CommandRefusal>
  /** Says why it is not settled. Photos as those of a report. */
  reopenIssue(input: ReporterInput & { words: string; photos?: Blob[] }): Promise<CommandAccepted<IssueTrack> | CommandRefusal>
  /** Says that it is settled, before it is closed. */
  verifyIssue(input: ReporterInput & { words?: string }): Promise<CommandAccepted<IssueTrack> | CommandRefusal>
  /** Adds a remark, whatever state it is in. */
  remarkOnIssue(input: ReporterInput & { words: string; photos?: Blob[] }): Promise<CommandAccepted<IssueTrack> | CommandRefusal>
  /**
   * A photo that a track or an issue names, fresh from the server; nothing of it is kept on the device.
   * @throws SdkError `network` where the server cannot be reached, `problem` where it says no
   */
  issuePhoto(input: IssuePhotoInput): Promise<Blob>
  /**
   * Open issues that a report is likely to repeat, for the person to join one of them (`joins`) instead; neither their words nor
   * their place are told. Without a connection what waits on this device.
   * @throws SdkError `problem` where the server says no
   */
  similarIssues(input: Pick<ReportInput, 'categoryId' | 'place' | 'description'>): Promise<Similar[]>
  /** What is to be mended in a report as far as it is filled in, for a form of several steps; nothing is sent. */
  checkReport(input: ReportInput): Promise<FieldError[]>

  /**
   * Takes an issue one step on: accepts, dispatches, returns, reassigns, extends, suspends, merges, whistles (`escalate`),
   * resolves, verifies, closes, reopens, rejects. Kept until the server has it; steps of one issue keep their order. What cannot be
   * taken from what this device knows is refused here.
   * @throws SdkError `storage` where this device could not keep it, `bad-argument` where a photo cannot be read
   */
  advanceIssue(input: AdvanceIssueInput): Promise<CommandAccepted<StaffIssue> | CommandRefusal>
  /**
   * For staff: has the server go through the chain of an issue's history, now. Reads only; never answered from what is kept.
   * @throws SdkError `network` where the server cannot be reached, `problem` where it says no (`unknown-issue`)
   * @example
   * const checked = await client.verifyIssueHistory({ issueId })
   * if (checked.ok && !checked.verification.ok) console.warn(checked.verification.findings)
   */
  verifyIssueHistory(input: VerifyHistoryInput): Promise<VerifyHistoryResult>
  /**
   * One comes, or goes; kept until the server has it, and however often it is sent it counts once. Needs a person, as above.
   * @throws SdkError `storage` where this device could not keep it
   */
  checkIn(input: CheckInInput): Promise<CommandAccepted<SignUpView> | CommandRefusal>
  checkOut(input: CheckInInput): Promise<CommandAccepted<SignUpView> | CommandRefusal>
  /**
   * Sends a host's word that was refused (`late-note-required`) again with a note and all else as it was said; refused `not-refused`
   * where no such word waits here.
   * @throws SdkError `storage` where this device could not keep it
   */
  noteCheckIn(input: CheckInNoteInput): Promise<CommandAccepted<SignUpView> | CommandRefusal>
  /**
   * Asks for other times than those that were recorded, or for another name, place, content or person in charge; `stepCorrection`
   * takes it on, as its `actions` say one may.
   */
  requestCorrection(input: CorrectionInput): Promise<CommandAccepted<CorrectionView> | CommandRefusal>
  stepCorrection(input: CorrectionStepInput): Promise<CommandAccepted<CorrectionView> | CommandRefusal>
  /**
   * Issues a certificate of one's hours, free of charge; `revokeCertificate` ends what its code tells. Done with a connection,
   * or not at all.
   * @throws SdkError `network` where the server cannot be reached, `problem` where it fails
   */
  certificate(input: CertificateInput): Promise<CertificateResult>
  revokeCertificate(input: { certificateId: string }): Promise<CertificateResult>
  /**
   * The same for somebody who asked a liaison or the street for it and has no page to do so; `revokeRequestedCertificate` takes
   * such a one back at their wish.
   */
  requestedCertificate(input: RequestedCertificateInput): Promise<CertificateResult>
  revokeRequestedCertificate(input: { orgId: string; certificateId: string }): Promise<CertificateResult>

  /**
   * Takes the person's consent to a purpose back: the server cancels what was to come of it, and what waits here to be sent
   * under it is discarded. It is done with a connection, or not at all: who withdraws must know that it holds.
   * @throws SdkError `network` where the server cannot be reached, `problem` where it says no
   */
  withdrawConsent(input: { purpose: string }): Promise<WithdrawalResult>

  /**
   * Has a report erased by its receipt code, for good: the words, photos, place and code; that there was an issue stays. What is
   * kept of it here goes too, and what waits to be said about it. Done with a connection, or not at all.
   * @throws SdkError `network` where the server cannot be reached, `problem` (`unknown-receipt`) where nobody has such a code
   * @example await client.eraseReport({ receipt: 'K7QM-2X9F-4D' })
   */
  eraseReport(input: { receipt: string }): Promise<Erasure>

  /**
   * Has all erased that the server keeps of the person, for good: what is to come is cancelled, what has been counts without a
   * name. Then they are signed out here. Where commands would be lost it asks first. Done with a connection, or not at all.
   * @throws SdkError as `withdrawConsent`; `problem` `session-required` where an employer's word is not enough
   */
  eraseMe(options?: { discardUnsent?: boolean }): Promise<EraseMeResult>

  /** What a plan would change, before it is put. Reads only; asked of the server, never answered from what is kept. */
  previewQuotaPlan(input: QuotaPreviewInput): Promise<QuotaPreviewResult>
  putQuotaPlan(input: QuotaPlanInput): Promise<QuotaPlanResult>
  /**
   * How many shifts and sign-ups calling off would concern, by the server's own rule. Reads only; never answered from what is kept.
   * @throws SdkError `network` where the server cannot be reached, `problem` where it says no
   */
  previewCancelShifts(input: PreviewCancelInput): Promise<PreviewCancelResult>

  /**
   * Calls shifts off: a storm, a holiday. The sign-ups end with it. Done with a connection, or not at all.
   * @throws SdkError `network` where the server cannot be reached, `problem` where it says no
   */
  cancelShifts(input: CancelShiftsInput): Promise<CancelShiftsResult>

  /**
   * Has the server plan who does which shift, as a draft; `followRosterPlan` tells how far it is. Done with a connection, or
   * not at all, as are the other calls on plans.
   * @throws SdkError `network` where the server cannot be reached, `problem` where it says no
   */
  planRoster(input: PlanRosterInput): Promise<PlanJobResult>
  /**
   * Calls back at once and whenever a plan is farther, until it has ended or the returned function is called; connects again
   * by itself.
   */
  followRosterPlan(planId: string, listener: (view: PlanView) => void): () => void
  /** `keep`: the best plan so far becomes the draft. @throws SdkError as `planRoster` */
  cancelRosterPlan(input: { planId: string; keep?: boolean }): Promise<PlanJobResult>
  /** Fresh from the server; nothing of it is kept on the device. @throws SdkError as `planRoster` */
  rosterDraft(planId: string): Promise<PlanDraft>
  /** The draft beside what holds now, with names; the reading is audited. @throws SdkError as `planRoster` */
  compareRosterPlan(planId: string): Promise<PlanComparison>
  /** What the draft is for, as things are now, to try out changes on the device. @throws SdkError as `planRoster` */
  rosterPlanQuestion(planId: string): Promise<PlanQuestion>
  /** Gives the seats as the draft has them, all or none. @throws SdkError as `planRoster` */
  publishRosterPlan(input: { planId: string }): Promise<PublishPlanResult>

  /**
   * The same week as `rosterWeek` as an XLSX workbook, fresh from the server; the reading is audited.
   * @throws SdkError `network` where the server cannot be reached, `problem` where it says no, `bad-argument` without a person
   */
  rosterWorkbook(input: RosterWeekInput): Promise<Blob>
  /** For staff: issues as a file, fresh from the server, all that the filter asks for; it is audited. @throws SdkError as `rosterWorkbook` */
  issueFile(input: IssueFileInput): Promise<Blob>
  /** The hours of `organisationHours` in the same way: by person, and a line for each record. @throws SdkError as `rosterWorkbook` */
  hoursWorkbook(input: DaySpan & { orgId: string }): Promise<Blob>
  /** The same record by record as CSV, for the system that the ministry designates. @throws SdkError as `rosterWorkbook` */
  hoursCsv(input: DaySpan & { orgId: string }): Promise<Blob>
  /**
   * The records of `keptRecords`, all of those days: as CSV for the system that the ministry designates, or as a workbook with the hours
   * by person, which takes at most 20,000. @throws SdkError as `rosterWorkbook`
   */
  keptRecordsFile(input: KeptRecordsInput & { format: 'csv' | 'xlsx' }): Promise<Blob>
  /** The entries of `organisationSignUps` as CSV. @throws SdkError as `rosterWorkbook` */
  signUpsCsv(input: { orgId: string }): Promise<Blob>

  /**
   * Makes a secret address of one's duties for a calendar program; any earlier one is dead. It is told once.
   * @throws SdkError `network` where the server cannot be reached, `problem` where it says no
   */
  calendarAddress(options?: { lang?: 'zh' | 'en' }): Promise<CalendarAddressResult>
  /**
   * Takes that address back.
   * @throws SdkError `network` where the server cannot be reached, `problem` where it says no
   */
  revokeCalendarAddress(): Promise<CalendarRevocation>

  /**
   * What a person has said of themselves as a volunteer. Saved with a connection, or not at all.
   * @throws SdkError as `withdrawConsent`
   */
  myVolunteerProfile(): Resource<VolunteerProfile>
  saveVolunteerProfile(input: {
    skills: string[]
    birthYear?: number
  }): Promise<{ ok: true; profile: VolunteerProfile } | CommandRefusal>

  /**
   * For liaisons and the street: they see at once what came of it, so it is done with a connection, or not at all.
   * @throws SdkError `network` where the server cannot be reached, `problem` where it says no to the whole
   */
  nameVolunteers(input: NameVolunteersInput): Promise<NamedResult>
  invite(input: Omit<NameVolunteersInput, 'orInvite'>): Promise<NamedResult>
  organisationSwaps(orgId: string): Resource<OrganisationSwap[]>
  decideSwap(input: { swapId: string; approve: boolean }): Promise<{ ok: true; swap: OrganisationSwap } | CommandRefusal>
  /** Names who takes an own person's seat instead of them, at once. */
  replaceVolunteer(input: {
    signUpId: string
    toPersonId: string
  }): Promise<{ ok: true; swap: OrganisationSwap } | CommandRefusal>
  /** Says that somebody did not come, or why that is all right; the seat of a no-show can be taken as relief. */
  markAbsent(input: { signUpId: string; excused: boolean }): Promise<{ ok: true; signUp: SignUpView } | CommandRefusal>

  /**
   * The lowest grid that a point lies in, worked out on the device: the server is asked for outlines only, and is told no point.
   * Undefined outside the district.
   * @throws SdkError `network` where outlines are wanted that this device does not have
   */
  gridAt(input: { position: Position; crs: Crs }): Promise<string | undefined>

  /** The report that is being written on this device, over a reload; sealed, forgotten in some days and by `signOut`. */
  readonly reportDraft: {
    read(): Promise<ReportDraft | undefined>
    /** @throws SdkError `storage` where this device could not keep it, as the others */
    keep(draft: ReportDraft): Promise<void>
    forget(): Promise<void>
  }

  /** What is made here and the server has not settled. */
  readonly outbox: ClientOutbox
  readonly live: {
    /**
     * Calls back at once and at each change: whether somebody watches a resource that the feed of changes tells of, and
     * the server's event stream is connected, its last heartbeat in time. While false, what is shown may be older.
     */
    subscribe(listener: (live: boolean) => void): () => void
  }
  /**
   * What support needs to know: what waits and why, what is kept, clocks, storage. Nothing in it is personal.
   * @throws SdkError `storage` where the stores cannot be read
   */
  diagnose(): Promise<Diagnosis>
  /**
   * Takes all that is the person's from this device, in all tabs: records, commands, keys, the token. Where commands
   * would be lost it asks first.
   * @throws SdkError `storage` where this device could not be cleared
   */
  signOut(options?: { discardUnsent?: boolean }): Promise<SignOutResult>
  /** Aborts what is under way and closes the stores. */
  close(): void
}
