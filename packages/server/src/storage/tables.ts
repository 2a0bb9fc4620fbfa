import type { CategoryAttribute, Issue, IssueState, PhotoRef, Transition } from '@wangge/core/issue/schema'
import type { Change, Localized, Position } from '@wangge/core/schema'
import type { AppointmentRole, Geometry, GridCode, GridLevel } from '@wangge/core/grid/schema'
import type { PostKind, SignUpPolicy, SignUpView } from '@wangge/core/roster/schema'
import type { ColumnType, Insertable, Selectable } from 'kysely'

/** jsonb: read as a value, written as its text, because pg would take an array for a PostgreSQL array. */
export type Json<T> = ColumnType<T, string, string>
/** What a person agrees to, in both languages; the version counts up with its words. */
export interface ConsentStatement {
  version: number
}
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
  /** By purpose: the statement that is asked to be agreed to. */
  consent: Json<Record<string, ConsentStatement>>
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
}

export interface PersonTable extends InDistrict {
  id: string
  display_name: string
  party_status: string | null
  affiliation: string | null
}

/** 工号: the number by which an organisation knows its employee. */
export interface StaffNumberTable extends InDistrict {
  org_id: string
  staff_number: string
  person_id: string
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
}

export interface SignUpTable extends InDistrict {
  id: string
  shift_id: string
  org_id: string
  person_id: string
  state: SignUpView['state']
  /** Order of arrival at this shift; decides the place in the waitlist. */
  ordinal: number
  consent_version: number
  at: At
}

export interface CategoryTable extends InDistrict {
  id: string
  parent_id: string | null
  name: Json<Localized>
  version: number
  attributes: Json<CategoryAttribute[]>
  ordinal: number
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
  position: Json<Position> | null
  place_text: string | null
  photos: Json<PhotoRef[]>
  receipt: string
  /** What the reporter agreed to; null in records that were imported. */
  consent_purpose: string | null
  consent_version: number | null
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
}

export interface PhotoTable extends InDistrict {
  sha256: string
  type: PhotoRef['type']
  size: number
  bytes: Uint8Array
  at: At
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
  /** SHA-256 over who, which call and which body. */
  fingerprint: string
  /** Null only inside the transaction that makes the answer. */
  status: number | null
  answer: Json<unknown> | null
  at: At
}

/** Who did what when; no personal data. */
export interface AuditTable extends InDistrict {
  id: string
  at: At
  actor: string
  action: string
  subject: string
}

export interface SiteKeyTable extends InDistrict {
  key: string
  origins: string[]
  /** `public` or `org:<id>`. */
  audience: string
  created_at: At
  revoked_at: At | null
}

export interface StaffTokenTable extends InDistrict {
  id: string
  sha256: string
  role: string
  grid_id: string
  person_id: string | null
  created_at: At
  expires_at: At | null
  revoked_at: At | null
}

export interface Tables {
  districts: DistrictTable
  grids: GridTable
  organisations: OrganisationTable
  people: PersonTable
  staff_numbers: StaffNumberTable
  appointments: AppointmentTable
  posts: PostTable
  intersection_duties: IntersectionDutyTable
  shifts: ShiftTable
  sign_ups: SignUpTable
  categories: CategoryTable
  issues: IssueTable
  issue_transitions: TransitionTable
  photos: PhotoTable
  changes: ChangeTable
  change_counters: ChangeCounterTable
  idempotency: IdempotencyTable
  audit: AuditTable
  site_keys: SiteKeyTable
  staff_tokens: StaffTokenTable
}

export type CategoryRow = Selectable<CategoryTable>
export type IssueRow = Selectable<IssueTable>
export type TransitionRow = Selectable<TransitionTable>
export type NewTransitionRow = Insertable<TransitionTable>
