import type { StaffRole } from '@wangge/core/access/schema'
import type {
  Category,
  CategoryAttribute,
  Issue,
  IssueState,
  PhotoRef,
  PlaceClass,
  IssuePolicy,
  ServiceTerms,
  Severity,
  Transition,
} from '@wangge/core/issue/schema'
import type { KeptStatement } from '@wangge/core/privacy'
import type { Change, Crs, Localized, Position } from '@wangge/core/schema'
import type { AppointmentRole, FormerParent, Geometry, GridCode, GridLevel, GridLineage } from '@wangge/core/grid/schema'
import type { Absence, AttendanceMark, BaseSlot, DeclaredOrganisations, PlaceKind, PlanProgress } from '@wangge/core/roster'
import type { CertificateLine, CertificateRequest, CorrectionState, Disclosure, RosterFacts } from '@wangge/core/roster/schema'
import type {
  CancelReason,
  PlanDraft,
  PlanJob,
  PlanRosterCommand,
  PostKind,
  QuotaPlan,
  RoleNeed,
  SignUpEnd,
  SignUpPolicy,
  SignUpView,
  SlotRole,
  SpecialDay,
  SwapEnd,
  SwapState,
  WeekLine,
} from '@wangge/core/roster/schema'
import type { ChainVersion, IssueFacts, StepPart } from '@wangge/core/issue'
import type { AnyNoticeTopic, NoticeFormat } from '../notices/schema.ts'
import type { KeptActivity } from './kept-activity.ts'
import type { ColumnType, Generated, Insertable, Selectable } from 'kysely'

/** jsonb: read as a value, written as its text, because pg would take an array for a PostgreSQL array. */
export type Json<T> = ColumnType<T, string, string>
/** Text sealed with a field key (privacy/keyring.ts). */
type Sealed = string
/** Keyed hash of a normalised text (privacy/keyring.ts): found by it, not read from it. */
type KeyedHash = string
/** timestamptz: read and written as RFC 3339. */
type At = string

interface InDistrict {
  district_id: string
}

export interface DistrictTable extends InDistrict {
  /** The district's own id, in its data. */
  code: string
  name: Json<Localized>
  time_zone: string
  sign_up_policy: Json<SignUpPolicy>
  targets: Json<Record<string, number>>
  declared_organisations: ColumnType<DeclaredOrganisations, string | undefined, string>
  /** By purpose: the statement that is asked to be agreed to. */
  consent: Json<Record<string, KeptStatement>>
  /** How the district works on its issues; null where it has said nothing. */
  issue_policy: ColumnType<IssuePolicy | null, string | null | undefined, string | null>
  /** When it was last changed; null where it always held. */
  issue_policy_at: ColumnType<string | null, string | null | undefined, string | null>
  /** Goes up with each change of what deadlines are reckoned by: holidays, working hours, escalation. */
  deadlines_version: ColumnType<number, undefined, number>
  /** Counts below it are withheld from the public. */
  small_count: ColumnType<number, number | undefined, number>
  /** Goes up with each import of grids, categories or appointments: what a process remembers of them is then outdated. */
  reference_version: ColumnType<number, number | undefined, number>
  reference_at: At
}

export interface GridTable extends InDistrict {
  id: string
  level: GridLevel
  parent_id: string | null
  name: Json<Localized>
  pinyin: string | null
  codes: Json<GridCode[]>
  place_classes: Json<string[]> | null
  households: number | null
  resident_pop: number | null
  service_pop: number | null
  valid_from: At | null
  valid_to: At | null
  geometry: Json<Geometry> | null
  crs: string | null
  lineage: Json<GridLineage> | null
  former_parents: Json<FormerParent[]> | null
  /** By which the file of its last import names it, where that is not its id. */
  source_id: string | null
}

export interface OrganisationTable extends InDistrict {
  id: string
  kind: string
  name: Json<Localized>
  superior_id: string | null
  grid_id: string | null
  registered: number
  liaison_id: string | null
  allied: boolean | null
  /** 撤销: the first local date on which it is closed. */
  closed_on: Generated<string | null>
}

export interface PersonTable extends InDistrict {
  id: string
  /** As an import left it, until the next start seals it; null from then on. */
  plain_name: string | null
  name_sealed: Sealed | null
  name_hash: KeyedHash | null
  phone_sealed: Sealed | null
  phone_hash: KeyedHash | null
  /** As an import left it, until the next start seals it; null from then on. */
  plain_party_status: string | null
  party_status_sealed: Sealed | null
  affiliation: string | null
  minor: ColumnType<boolean, boolean | undefined, boolean>
  /** Only a host has told the name: the district's own goes before it. */
  named_by_host: ColumnType<boolean, boolean | undefined, boolean>
  /** When a minor was last asked for their guardian's consent. */
  waiting_since: ColumnType<At | null, At | null | undefined, At | null>
  /** Nothing is known of the person any more; only rows that count stand for them. */
  erased_at: At | null
}

/** Somebody whose record became part of another's: the id that is gone leads to who stays. */
export interface MergedPersonTable extends InDistrict {
  gone_id: string
  person_id: string
  at: At
}

/** 工号: the number by which an organisation knows its employee. */
export interface EmployeeTable extends InDistrict {
  org_id: string
  number_hash: KeyedHash
  number_sealed: Sealed
  person_id: string
}

export interface MembershipTable extends InDistrict {
  person_id: string
  org_id: string
  from_at: At
  to_at: At | null
}

export interface RegistrationTable extends InDistrict {
  person_id: string
  community_id: string
  kind: string
  micro_grid_id: string | null
}

/** Roles that follow neither from an appointment to a grid nor from an organisation's liaison. */
export interface RoleAppointmentTable extends InDistrict {
  id: string
  person_id: string
  role: StaffRole
  grid_id: string | null
  org_id: string | null
  from_at: At
  to_at: At | null
}

export interface ConsentTable extends InDistrict {
  id: string
  person_id: string
  purpose: string
  version: number
  given_by: 'self' | 'guardian'
  guardian_sealed: Sealed | null
  at: At
  withdrawn_at: At | null
}

export interface AppointmentTable extends InDistrict {
  id: string
  role: AppointmentRole
  person_id: string
  grid_id: string
  from_at: At
  to_at: At | null
  appointed_by: string | null
}

export interface PostTable extends InDistrict {
  id: string
  kind: PostKind
  name: Json<Localized>
  grid_id: string
  place_id: string | null
  position: Json<Position> | null
  capacity: Json<{ min: number; max: number }>
  /** What its duties belong to in the district's own words. */
  scheme_tag: string | null
}

/** 包路口 */
export interface IntersectionDutyTable extends InDistrict {
  intersection_id: string
  org_id: string
  from_at: At
  to_at: At | null
}

export interface ShiftTable extends InDistrict {
  id: string
  post_id: string
  starts_at: At
  ends_at: At
  need: number
  cancelled: ColumnType<boolean, boolean | undefined, boolean>
  /** Of the template that gave it. */
  template_id: ColumnType<string | null, string | null | undefined, string | null>
  mix: Json<RoleNeed[]> | null
  skills: Json<string[]> | null
  /** Years. */
  min_age: number | null
  campaign: string | null
  cancel_reason: ColumnType<CancelReason | null, CancelReason | null | undefined, CancelReason | null>
  /** Null of one that was called off before this was kept. */
  called_off_at: ColumnType<string | null, string | null | undefined, string | null>
  /** Called off because no template gave it any more, and by nobody's order: it comes back with its line. */
  withdrawn: ColumnType<boolean, boolean | undefined, boolean>
  /** How often its hours, or whether it takes place, changed, and when last. */
  revision: ColumnType<number, number | undefined, number>
  revised_at: ColumnType<string | null, string | null | undefined, string | null>
}

/** A post's week (core's WeekTemplate); dates are local. */
export interface WeekTemplateTable extends InDistrict {
  id: string
  post_id: string
  from_date: string
  to_date: string | null
  lines: Json<WeekLine[]>
}

/** Holidays and make-up days of a year. */
export interface DutyCalendarTable extends InDistrict {
  year: number
  /** Where they are from. */
  source: string
  days: Json<SpecialDay[]>
  at: At
}

/** Whose duties a calendar program reads by which secret: one for each person. */
export interface CalendarAddressTable extends InDistrict {
  person_id: string
  /** SHA-256. */
  secret_hash: string
  lang: 'zh' | 'en'
  created_at: At
  /** Local date of the last reading. */
  read_on: string | null
}

export interface SignUpTable extends InDistrict {
  id: string
  shift_id: string
  org_id: string
  person_id: string
  state: SignUpView['state']
  /** Order of arrival at this shift; decides the place in the waitlist. */
  ordinal: number
  /** Null while an invitation is not taken up. */
  consent_version: number | null
  at: At
  made_by: ColumnType<SignUpView['by'], SignUpView['by'] | undefined, SignUpView['by']>
  /** What they come as, or named to come as. */
  role: SlotRole | null
  /** Of who waits or is invited: what they may fill. */
  roles: SlotRole[] | null
  /** Offered: the seat is held until then. Seated: they say by then that they come. */
  confirm_by: At | null
  confirmed_at: At | null
  reminded_at: At | null
  ended: SignUpEnd | null
  ended_at: At | null
  /** Of a seat whose person did not come: it is not taken any more. */
  absence: Absence | null
  /** The kind of a place that was given up too late for who waits: relief may take it. */
  vacated: PlaceKind | null
  /** Took such a place. */
  is_relief: ColumnType<boolean, boolean | undefined, boolean>
  /** It was a seat until its shift was called off. */
  seat_called_off: ColumnType<boolean, boolean | undefined, boolean>
  /** How often what it is changed, and when last. */
  revision: ColumnType<number, number | undefined, number>
  revised_at: ColumnType<string | null, string | null | undefined, string | null>
}

/** A seat that is offered to colleagues, given away or for another. */
export interface SwapTable extends InDistrict {
  id: string
  org_id: string
  sign_up_id: string
  shift_id: string
  state: SwapState
  /** Whom it is for, where it is for one only. */
  to_person_id: string | null
  /** Shifts, one of which is wanted for it. */
  wants: string[] | null
  /** Who accepted it. */
  taker_id: string | null
  given_sign_up_id: string | null
  at: At
  /** Why it lapsed, where somebody is to be told. */
  because: SwapEnd | null
}

/** What a person has said of themselves as a volunteer. */
export interface VolunteerProfileTable extends InDistrict {
  person_id: string
  skills: string[]
  birth_year_sealed: Sealed | null
  at: At
}

export interface QuotaPlanTable extends InDistrict {
  /** Counts up; the highest holds. */
  version: number
  plan: Json<QuotaPlan>
  at: At
}

export interface QuotaRollTable extends InDistrict {
  org_id: string
  /** Local date from which it holds, until the organisation's next row. */
  from_day: string
  kind: string
  registered: number
  /** Memberships that were in force; not known of the time before they were counted. */
  members: number | null
}

/** What is known of a sign-up's presence; whose it is, the sign-up says. */
export interface AttendanceTable extends InDistrict {
  sign_up_id: string
  in_at: At | null
  in_by: AttendanceMark['by'] | null
  /** Metres. */
  in_distance: number | null
  in_late: boolean | null
  /** With `in_late`; nothing of what came before it was kept. */
  in_arrived_at: At | null
  out_at: At | null
  out_by: AttendanceMark['by'] | null
  out_distance: number | null
  out_late: boolean | null
  out_arrived_at: At | null
  /** By an accepted correction. */
  corrected_in_at: At | null
  corrected_out_at: At | null
  /** When both ends were known for the first time. */
  recorded_at: At | null
  /** What it was when something of it was recorded for the first time; null until then. */
  activity: Json<KeptActivity> | null
  /** Who answered for its grid then; null where nobody did, or nobody may know any more. */
  in_charge_id: string | null
}

/** What a host said to times that they recorded; as its command. */
export interface HostNoteTable extends InDistrict {
  id: string
  sign_up_id: string
  note_sealed: Sealed
  at: At
}

/** Codes that somebody took: each is taken once. */
export interface UsedShiftCodeTable extends InDistrict {
  shift_id: string
  nonce: string
  sign_up_id: string
  at: At
}

export interface CorrectionTable extends InDistrict {
  id: string
  sign_up_id: string
  state: CorrectionState
  /** Null where the times stay. */
  in_at: At | null
  out_at: At | null
  /** Core's `KeptFacts` as JSON; null where only times were asked for. */
  facts_sealed: Sealed | null
  /** Core's `KeptBefore` as JSON: what stood in the record when it was accepted. */
  before_sealed: Sealed | null
  /** Of whoever is named in charge in either. */
  name_hashes: KeyedHash[]
  reason_sealed: Sealed
  note_sealed: Sealed | null
  /** As the audit names them; null once nobody may know. */
  requested_by: string | null
  requested_at: At
  /** Likewise, of whoever accepted or refused it last. */
  decided_by: string | null
  stepped_at: At | null
}

export interface CertificateTable extends InDistrict {
  id: string
  code: string
  /** Opens the page to print: the holder's alone. */
  print_key: string
  person_id: string
  /** Through which it was asked for, and whose records it is made of. */
  org_id: string
  /** Local dates. */
  from_date: string
  to_date: string
  minutes: number
  disclose: Disclosure[]
  /** Whether the holder lets their organisation print it for them. */
  shared: boolean
  /** How the holder asked for it; null where they issued it themselves. */
  asked: CertificateRequest | null
  /** As they were when it was issued. */
  lines: Json<CertificateLine[]>
  issued_at: At
  /** Since then its records are other ones. */
  superseded_at: At | null
  revoked_at: At | null
}

/** How a plan is made, beside its days and grid. */
export type PlanChoices = Pick<
  PlanRosterCommand,
  'seed' | 'gap' | 'timeLimitSeconds' | 'iterationLimit' | 'existing' | 'rules' | 'weights'
>

/** A plan of the rotation: a job, and then its draft. */
export interface RosterPlanTable extends InDistrict {
  id: string
  state: PlanJob['state']
  grid_id: string
  /** Local date. */
  from_date: string
  days: number
  options: Json<PlanChoices>
  based_on: string | null
  created_at: At
  started_at: At | null
  ended_at: At | null
  published_at: At | null
  attempts: ColumnType<number, number | undefined, number>
  /** The process that plans. */
  lease_by: string | null
  /** Another may take it over from then on. */
  lease_until: At | null
  /** Somebody has asked it to end: with what it has, or with nothing. */
  stop: 'keep' | 'drop' | null
  /** Counts up with each report of progress. */
  seq: ColumnType<number, number | undefined, number>
  progress: Json<PlanProgress> | null
  summary: Json<NonNullable<PlanJob['summary']>> | null
  failure: Json<NonNullable<PlanJob['failure']>> | null
  /** Slots that the draft stands on, and what the seats cost as they were. */
  base: Json<PlanBaseRecord> | null
  draft: Json<Omit<PlanDraft, 'planId' | 'assignments'>> | null
}

export interface PlanBaseRecord {
  slots: BaseSlot[]
  costs?: PlanDraft['costs']
}

/** Who has a seat in a draft, or had one when it was made. */
export interface RosterPlanSeatTable extends InDistrict {
  plan_id: string
  slot_id: string
  person_id: string
  /** Place of the need in the slot; null of a seat that the draft takes away. */
  need: number | null
  was_seated: boolean
}

export interface BuildingTable extends InDistrict {
  id: string
  grid_id: string
  address: Json<Localized>
  position: Json<Position> | null
  units: Json<object[]>
  door_count: number
}

export interface CategoryTable extends InDistrict {
  id: string
  parent_id: string | null
  name: Json<Localized>
  version: number
  attributes: Json<CategoryAttribute[]>
  severity: Severity | null
  terms: Json<NonNullable<Category['terms']>> | null
  /** Takes no more reports; what was reported stays. */
  retired: ColumnType<boolean, boolean | undefined, boolean>
  /** Ids of the place classes, one of which a report of it names; null where it names none. */
  place_classes: Json<string[]> | null
  ordinal: number
}

/** The categories as they were from `at` until the next version. Never changed. */
export interface CategorySetTable extends InDistrict {
  version: number
  at: At
  categories: Json<Category[]>
  place_classes: Json<PlaceClass[]>
}

export interface IssueTable extends InDistrict {
  id: string
  category_id: string
  /** Frozen at creation, root first. */
  grid_path: string[]
  state: IssueState
  created_at: At
  updated_at: At
  /** Set while `state` is `closed`. */
  closed_at: At | null
  version: number
  source: Issue['source']
  attributes: Json<Issue['attributes']>
  description: string
  /** WGS-84. */
  position: Json<Position> | null
  /** As it was reported, where that was not in WGS-84. */
  declared_position: Json<Position> | null
  declared_crs: Crs | null
  place_text: string | null
  photos: Json<PhotoRef[]>
  severity: Severity | null
  /** As promised when it was opened. */
  terms: Json<ServiceTerms> | null
  /** Null once the report is erased. */
  receipt: string | null
  /** What the reporter agreed to; null in records that were imported. */
  consent_purpose: string | null
  consent_version: number | null
  /** When the first of the clocks that run is or was up; as of `reckoned_version`. */
  due_at: ColumnType<string | null, string | null | undefined, string | null>
  /** When the next level is told, if nothing else happens; as of `reckoned_version`. */
  climb_at: ColumnType<string | null, string | null | undefined, string | null>
  /** The district's `deadlines_version` by which both were reckoned; 0 since its last step. */
  reckoned_version: ColumnType<number, number | undefined, number>
  /** The organisation that was asked to handle it last, as `askedLast` has it. */
  asked_org_id: ColumnType<string | null, string | null | undefined, string | null>
  /** Whose hands it is in, as `holderOf` has it: the role, and its grid or organisation. */
  holder_role: ColumnType<string | null, string | null | undefined, string | null>
  holder_place: ColumnType<string | null, string | null | undefined, string | null>
  /** Somebody has to look at it before others see it, as `awaitsPublication` has it. */
  to_publish: ColumnType<boolean, boolean | undefined, boolean>
  /** What its history comes to for rates, as `issueFacts` has it; as of `facts_version`. */
  facts: ColumnType<IssueFacts | null, string | null | undefined, string | null>
  /** The district's `deadlines_version` by which they were reckoned; 0 since its last step. */
  facts_version: ColumnType<number, number | undefined, number>
  /** Version of the district's categories under which it was reported. */
  category_set: ColumnType<number, number | undefined, number>
  place_class: ColumnType<string | null, string | null | undefined, string | null>
  /** The person behind the report, where they gave their name. */
  reporter_id: string | null
  /** Of an order of the hotline's; null once the report is erased. */
  hotline_number: ColumnType<string | null, string | null | undefined, string | null>
  /** Keyed hash of it. */
  hotline_hash: ColumnType<string | null, string | null | undefined, string | null>
  /** Since then nothing of the reporter's words, photos and place is kept. */
  erased_at: At | null
}

export interface TransitionTable extends InDistrict {
  issue_id: string
  seq: number
  action: Transition['action']
  from_state: IssueState | null
  to_state: IssueState
  actor: Json<Transition['actor']>
  at: At
  reason: string | null
  evidence: Json<PhotoRef[]> | null
  /** What belongs to its action alone. */
  details: Json<
    Pick<Transition, 'assignee' | 'into' | 'extension' | 'until' | 'rating' | 'vacant' | 'climb' | 'parts' | 'moderation'>
  > | null
  /** By part; of what was erased there is none. */
  salts: Json<Partial<Record<StepPart, string>>> | null
  commitments: Json<Record<StepPart, string>> | null
  /** In the chain of its issue; null in an import until the next start. */
  hash: string | null
  /** What the hash covers. */
  chain_version: Generated<ChainVersion>
  /** Number in the order of all steps of the district, once it has one. */
  place: Generated<number | null>
  place_hash: Generated<string | null>
  /** Whether the audit tells of what was erased of it. */
  erasure_told: Generated<boolean>
}

export interface PhotoTable extends InDistrict {
  /** Of what was sent: the photo's name. So are type and size. */
  sha256: string
  type: PhotoRef['type']
  size: number
  /** The picture as it was made anew of that, here or under a key in the store beside the database. */
  bytes: Uint8Array | null
  key: string | null
  /** Its own hash, type and size. */
  digest: string
  stored_type: PhotoRef['type']
  stored_size: number
  at: At
}

/** Photos that come in parts, under the hash of what they are to be. */
export interface PhotoUploadTable extends InDistrict {
  sha256: string
  type: PhotoRef['type']
  size: number
  /** Bytes of its parts. */
  received: number
  begun_at: At
}

export interface PhotoPartTable extends InDistrict {
  sha256: string
  at_byte: number
  bytes: Uint8Array
}

/** Pictures beside the database that no row names, or not yet. */
export interface PhotoLeftoverTable extends InDistrict {
  key: string
  due_at: At
  /** Nobody may write its row any more. */
  settled: boolean
}

export interface ChangeTable extends InDistrict {
  seq: number
  topic: Change['topic']
  id: string
  at: At
  grid_path: string[]
  data: Json<Record<string, unknown>>
}

/** One row per district. Whoever raises `seq` holds the row until the commit, so that order of `seq` is order of commits. */
export interface ChangeCounterTable extends InDistrict {
  seq: number
}

export interface IdempotencyTable extends InDistrict {
  key: string
  /** Keyed hash over who, which call and which body. */
  fingerprint: string
  /** Null only inside the transaction that makes the answer. */
  status: number | null
  answer: Json<unknown> | null
  at: At
  /** Who sent it, as the audit names them; null once nobody may know. */
  actor: string | null
}

/** Who did what when, as a chain (core's audit). What could tell of a person is in the opening, which can be erased. */
export interface AuditEntryTable extends InDistrict {
  seq: number
  /** The text that was hashed. */
  at: string
  action: string
  commitment: string
  hash: string
  salt: string | null
  actor: string | null
  subject: string | null
}

/** One row per district. Whoever raises `seq` holds the row until the commit. */
export interface AuditHeadTable extends InDistrict {
  seq: number
  hash: string
}

export interface SiteKeyTable extends InDistrict {
  key: string
  origins: string[]
  /** `public` or `org:<id>`. */
  audience: string
  /** Ids of the operations it may call; null for all that its audience may. */
  calls: string[] | null
  /** Where the organisation's people check in by the code that their phone's camera saw. */
  page: string | null
  created_at: At
  /** Of a key that another took the place of. */
  expires_at: At | null
  revoked_at: At | null
}

/** Who may sign tokens for an organisation's employees. */
export interface HostIssuerTable extends InDistrict {
  id: string
  org_id: string
  /** The token's `iss`. */
  issuer: string
  jwks_url: string | null
  secret_sealed: Sealed | null
  created_at: At
  revoked_at: At | null
}

/** Who is told of issues. */
export interface NoticeTargetTable extends InDistrict {
  id: string
  format: NoticeFormat
  /** Host and port of the address. */
  host: string
  url_sealed: Sealed
  secret_sealed: Sealed | null
  topics: AnyNoticeTopic[]
  /** Whose subtree it hears of. */
  grid_id: string
  /** Whose people alone it hears of. */
  org_id: Generated<string | null>
  created_at: At
  revoked_at: At | null
  /** In a row. */
  failures: Generated<number>
  last_error: Generated<string | null>
  /** When its next turn is. */
  next_at: Generated<At | null>
  lease_by: Generated<string | null>
  lease_until: Generated<At | null>
}

/** What waits to be told to a target, and what was given up. */
export interface NoticeTable extends InDistrict {
  place: Generated<number>
  id: string
  target_id: string
  topic: AnyNoticeTopic
  /** Of an issue: the number of its step. */
  issue_id: string | null
  seq: number | null
  /** Of the roster: a shift, or somebody’s sign-up for it; neither for a plan. */
  slot_id: Generated<string | null>
  sign_up_id: Generated<string | null>
  facts: Generated<RosterFacts | null>
  /** When it happened. */
  at: Generated<At | null>
  /** Null until a server looks at it. */
  queued_at: Generated<At | null>
  attempts: Generated<number>
  last_error: Generated<string | null>
  gave_up_at: Generated<At | null>
}

/** One-time tokens that were used, until they would have run out. */
export interface UsedTokenTable extends InDistrict {
  /** SHA-256 over issuer and `jti`. */
  digest: string
  expires_at: At
}

export interface StaffTokenTable extends InDistrict {
  id: string
  sha256: string
  role: string
  grid_id: string | null
  org_id: string | null
  person_id: string | null
  created_at: At
  expires_at: At | null
  revoked_at: At | null
}

/** Which person an account at the district's sign-in service is. */
export interface IdentityTable extends InDistrict {
  issuer: string
  subject_hash: KeyedHash
  person_id: string
  created_at: At
}

/** A sign-in under way: from the page to the sign-in service and back, minutes long. */
export interface SignInTable extends InDistrict {
  /** SHA-256 of the state that goes to the service. */
  state_hash: string
  nonce: string
  verifier_sealed: Sealed
  redirect_uri: string
  page_state: string
  /** S256 challenge of the page, which alone can redeem the code. */
  page_challenge: string
  /** SHA-256 of the one-time code, once the service has answered. */
  code_hash: string | null
  person_id: string | null
  expires_at: At
}

export interface SessionTable extends InDistrict {
  id: string
  sha256: string
  person_id: string
  created_at: At
  seen_at: At
  expires_at: At
  revoked_at: At | null
}

export interface RateLimitTable extends InDistrict {
  /** What is limited, and a keyed hash of who; no address. */
  bucket: string
  window_start: At
  used: number
}

/** Which field keys seal this district's data: a process without them must not write. */
export interface FieldKeyTable extends InDistrict {
  kid: string
  /** A known text, sealed. */
  check_value: string
  created_at: At
}

export interface Tables {
  districts: DistrictTable
  grids: GridTable
  buildings: BuildingTable
  organisations: OrganisationTable
  people: PersonTable
  merged_people: MergedPersonTable
  employees: EmployeeTable
  memberships: MembershipTable
  registrations: RegistrationTable
  role_appointments: RoleAppointmentTable
  consents: ConsentTable
  appointments: AppointmentTable
  posts: PostTable
  intersection_duties: IntersectionDutyTable
  shifts: ShiftTable
  week_templates: WeekTemplateTable
  duty_calendars: DutyCalendarTable
  calendar_addresses: CalendarAddressTable
  sign_ups: SignUpTable
  quota_plans: QuotaPlanTable
  quota_rolls: QuotaRollTable
  attendances: AttendanceTable
  host_notes: HostNoteTable
  used_shift_codes: UsedShiftCodeTable
  corrections: CorrectionTable
  certificates: CertificateTable
  swaps: SwapTable
  volunteer_profiles: VolunteerProfileTable
  roster_plans: RosterPlanTable
  roster_plan_seats: RosterPlanSeatTable
  categories: CategoryTable
  category_sets: CategorySetTable
  issues: IssueTable
  issue_transitions: TransitionTable
  photos: PhotoTable
  photo_leftovers: PhotoLeftoverTable
  photo_uploads: PhotoUploadTable
  photo_parts: PhotoPartTable
  changes: ChangeTable
  change_counters: ChangeCounterTable
  idempotency: IdempotencyTable
  audit_entries: AuditEntryTable
  audit_heads: AuditHeadTable
  site_keys: SiteKeyTable
  staff_tokens: StaffTokenTable
  host_issuers: HostIssuerTable
  notice_targets: NoticeTargetTable
  notices: NoticeTable
  used_tokens: UsedTokenTable
  identities: IdentityTable
  sign_ins: SignInTable
  sessions: SessionTable
  rate_limits: RateLimitTable
  field_keys: FieldKeyTable
}

export type CategoryRow = Selectable<CategoryTable>
export type IssueRow = Selectable<IssueTable>
export type TransitionRow = Selectable<TransitionTable>
export type NewTransitionRow = Insertable<TransitionTable>
