import type { PersonalField } from '@wangge/core/schema'
import type { Tables } from '../storage/tables.ts'

/** What an erasure does to a column: its row goes, it is emptied, or a tombstone takes the person's place. */
export type Erased = 'row' | 'emptied' | 'tombstone'

export type ColumnEntry =
  /** Not personal. */
  | { kind: 'none' }
  /** Says something about a person. */
  | { kind: 'personal'; field: PersonalField; erased: Erased }
  /** Names a person by id. */
  | { kind: 'person'; erased: Erased }

export type Purpose =
  'people' | 'duty' | 'certificate' | 'organisation' | 'appointment' | 'report' | 'access' | 'accountability' | 'service'
export type Retention =
  | 'until-leaving'
  | 'statement'
  | 'certificate'
  | 'appointment'
  | 'closed'
  | 'draft'
  | 'expiry'
  | 'audit'
  | 'month'
  | 'unnamed-day'
  | 'upload-day'

export interface TableEntry<Columns extends string = string> {
  /** Absent where nothing in the table is personal. */
  purpose?: Purpose
  retention?: Retention
  columns: Record<Columns, ColumnEntry>
}

type TypedTables = { [Name in keyof Tables]: TableEntry<keyof Tables[Name] & string> }

type Of<Name extends string, Entry> = Record<Name, Entry>

const none = <Name extends string>(...names: Name[]): Of<Name, ColumnEntry> => each(names, { kind: 'none' })
const person = <Name extends string>(erased: Erased, ...names: Name[]): Of<Name, ColumnEntry> =>
  each(names, { kind: 'person', erased })
const personal = <Name extends string>(field: PersonalField, erased: Erased, ...names: Name[]): Of<Name, ColumnEntry> =>
  each(names, { kind: 'personal', field, erased })

const each = <Name extends string>(names: Name[], entry: ColumnEntry): Of<Name, ColumnEntry> =>
  Object.fromEntries(names.map((name) => [name, entry])) as Of<Name, ColumnEntry>

/** Every column of every table that the code knows: a new one without an entry does not compile. */
const KNOWN: TypedTables = {
  districts: {
    columns: none(
      'district_id',
      'code',
      'name',
      'time_zone',
      'sign_up_policy',
      'targets',
      'declared_organisations',
      'consent',
      'small_count',
      'issue_policy',
      'issue_policy_at',
      'deadlines_version',
      'reference_version',
      'reference_at',
    ),
  },
  grids: {
    columns: none(
      'district_id',
      'id',
      'level',
      'parent_id',
      'name',
      'pinyin',
      'codes',
      'place_classes',
      'households',
      'resident_pop',
      'service_pop',
      'valid_from',
      'valid_to',
      'geometry',
      'crs',
      'lineage',
      'former_parents',
      'source_id',
    ),
  },
  quota_plans: { columns: none('district_id', 'version', 'plan', 'at') },
  quota_rolls: { columns: none('district_id', 'org_id', 'from_day', 'kind', 'registered', 'members') },
  organisations: {
    purpose: 'organisation',
    retention: 'appointment',
    columns: {
      ...none('district_id', 'id', 'kind', 'name', 'superior_id', 'grid_id', 'registered', 'allied', 'closed_on'),
      ...person('emptied', 'liaison_id'),
    },
  },
  people: {
    purpose: 'people',
    retention: 'until-leaving',
    columns: {
      ...none('district_id', 'erased_at', 'named_by_host'),
      ...person('tombstone', 'id'),
      ...personal('name', 'emptied', 'plain_name', 'name_sealed', 'name_hash'),
      ...personal('phone', 'emptied', 'phone_sealed', 'phone_hash'),
      ...personal('party-status', 'emptied', 'plain_party_status', 'party_status_sealed'),
      ...personal('membership', 'emptied', 'affiliation'),
      ...personal('minor', 'emptied', 'minor', 'waiting_since'),
    },
  },
  merged_people: {
    purpose: 'people',
    retention: 'until-leaving',
    columns: {
      ...none('district_id', 'at'),
      ...person('row', 'gone_id', 'person_id'),
    },
  },
  employees: {
    purpose: 'duty',
    retention: 'until-leaving',
    columns: {
      ...none('district_id'),
      ...personal('membership', 'row', 'org_id'),
      ...personal('staff-number', 'row', 'number_hash', 'number_sealed'),
      ...person('row', 'person_id'),
    },
  },
  memberships: {
    purpose: 'organisation',
    retention: 'until-leaving',
    columns: {
      ...none('district_id'),
      ...person('row', 'person_id'),
      ...personal('membership', 'row', 'org_id', 'from_at', 'to_at'),
    },
  },
  registrations: {
    purpose: 'organisation',
    retention: 'until-leaving',
    columns: {
      ...none('district_id'),
      ...person('row', 'person_id'),
      ...personal('membership', 'row', 'community_id', 'kind', 'micro_grid_id'),
    },
  },
  role_appointments: {
    purpose: 'appointment',
    retention: 'appointment',
    columns: {
      ...none('district_id', 'id'),
      ...person('row', 'person_id'),
      ...personal('appointment', 'row', 'role', 'grid_id', 'org_id', 'from_at', 'to_at'),
    },
  },
  consents: {
    purpose: 'accountability',
    retention: 'until-leaving',
    columns: {
      ...none('district_id', 'id'),
      ...person('row', 'person_id'),
      ...personal('consent', 'row', 'purpose', 'version', 'given_by', 'at', 'withdrawn_at'),
      ...personal('guardian', 'row', 'guardian_sealed'),
    },
  },
  appointments: {
    purpose: 'appointment',
    retention: 'appointment',
    columns: {
      ...none('district_id', 'id', 'role', 'grid_id', 'from_at', 'to_at'),
      ...person('tombstone', 'person_id'),
      ...person('emptied', 'appointed_by'),
    },
  },
  posts: { columns: none('district_id', 'id', 'kind', 'name', 'grid_id', 'place_id', 'position', 'capacity', 'scheme_tag') },
  intersection_duties: { columns: none('district_id', 'intersection_id', 'org_id', 'from_at', 'to_at') },
  shifts: {
    columns: {
      ...none('district_id', 'id', 'post_id', 'starts_at', 'ends_at', 'need', 'cancelled'),
      ...none(
        'template_id',
        'mix',
        'skills',
        'min_age',
        'campaign',
        'cancel_reason',
        'called_off_at',
        'withdrawn',
        'revision',
        'revised_at',
      ),
    },
  },
  week_templates: { columns: none('district_id', 'id', 'post_id', 'from_date', 'to_date', 'lines') },
  duty_calendars: { columns: none('district_id', 'year', 'source', 'days', 'at') },
  calendar_addresses: {
    purpose: 'duty',
    retention: 'until-leaving',
    columns: {
      ...none('district_id', 'secret_hash', 'lang', 'created_at', 'read_on'),
      ...person('row', 'person_id'),
    },
  },
  sign_ups: {
    purpose: 'duty',
    retention: 'statement',
    columns: {
      ...none('district_id', 'id', 'shift_id', 'org_id', 'state', 'ordinal', 'consent_version', 'at'),
      ...none(
        'made_by',
        'confirm_by',
        'confirmed_at',
        'reminded_at',
        'ended',
        'ended_at',
        'vacated',
        'is_relief',
        'seat_called_off',
      ),
      ...none('revision', 'revised_at'),
      ...personal('appointment', 'emptied', 'role', 'roles'),
      ...personal('attendance', 'emptied', 'absence'),
      ...person('tombstone', 'person_id'),
    },
  },
  attendances: {
    purpose: 'duty',
    retention: 'statement',
    columns: {
      ...none('district_id', 'sign_up_id', 'recorded_at', 'activity'),
      ...person('emptied', 'in_charge_id'),
      // Whose it was, the sign-up says: with a tombstone there it is nobody's.
      ...personal('attendance', 'tombstone', 'in_at', 'in_by', 'in_distance', 'in_late', 'in_arrived_at'),
      ...personal('attendance', 'tombstone', 'out_at', 'out_by', 'out_distance', 'out_late', 'out_arrived_at'),
      ...personal('attendance', 'tombstone', 'corrected_in_at', 'corrected_out_at'),
    },
  },
  host_notes: {
    purpose: 'duty',
    retention: 'statement',
    columns: { ...none('district_id', 'id', 'sign_up_id', 'at'), ...personal('host-note', 'row', 'note_sealed') },
  },
  used_shift_codes: { columns: none('district_id', 'shift_id', 'nonce', 'sign_up_id', 'at') },
  corrections: {
    purpose: 'duty',
    retention: 'statement',
    columns: {
      ...none('district_id', 'id', 'sign_up_id', 'state', 'requested_at', 'stepped_at'),
      ...personal('attendance', 'row', 'in_at', 'out_at'),
      ...personal('correction-text', 'row', 'reason_sealed', 'note_sealed'),
      ...personal('correction-text', 'row', 'facts_sealed', 'before_sealed'),
      ...personal('name', 'emptied', 'name_hashes'),
      ...person('emptied', 'requested_by', 'decided_by'),
    },
  },
  certificates: {
    purpose: 'certificate',
    retention: 'certificate',
    columns: {
      ...none('district_id', 'id', 'org_id', 'from_date', 'to_date', 'disclose'),
      ...none('shared', 'asked', 'issued_at', 'superseded_at', 'revoked_at'),
      ...personal('certificate', 'row', 'code', 'print_key'),
      ...person('row', 'person_id'),
      ...personal('attendance', 'row', 'minutes', 'lines'),
    },
  },
  swaps: {
    purpose: 'duty',
    retention: 'statement',
    columns: {
      ...none('district_id', 'id', 'org_id', 'sign_up_id', 'shift_id', 'state', 'wants', 'given_sign_up_id', 'at', 'because'),
      ...person('emptied', 'to_person_id', 'taker_id'),
    },
  },
  volunteer_profiles: {
    purpose: 'duty',
    retention: 'until-leaving',
    columns: {
      ...none('district_id', 'at'),
      ...person('row', 'person_id'),
      ...personal('skill', 'row', 'skills'),
      ...personal('birth-year', 'row', 'birth_year_sealed'),
    },
  },
  roster_plans: {
    columns: none(
      'district_id',
      'id',
      'state',
      'grid_id',
      'from_date',
      'days',
      'options',
      'based_on',
      'created_at',
      'started_at',
      'ended_at',
      'published_at',
      'attempts',
      'lease_by',
      'lease_until',
      'stop',
      'seq',
      'progress',
      'summary',
      'failure',
      'base',
      'draft',
    ),
  },
  roster_plan_seats: {
    purpose: 'duty',
    retention: 'draft',
    columns: {
      ...none('district_id', 'plan_id', 'was_seated'),
      ...person('row', 'person_id'),
      ...personal('attendance', 'row', 'slot_id'),
      ...personal('appointment', 'row', 'need'),
    },
  },
  categories: {
    columns: none(
      'district_id',
      'id',
      'parent_id',
      'name',
      'version',
      'attributes',
      'severity',
      'terms',
      'retired',
      'place_classes',
      'ordinal',
    ),
  },
  category_sets: {
    columns: none('district_id', 'version', 'at', 'categories', 'place_classes'),
  },
  issues: {
    purpose: 'report',
    retention: 'closed',
    columns: {
      ...none(
        'district_id',
        'id',
        'category_id',
        'grid_path',
        'state',
        'created_at',
        'updated_at',
        'closed_at',
        'version',
        'source',
      ),
      ...none('declared_crs', 'consent_purpose', 'consent_version', 'erased_at', 'severity', 'terms'),
      ...none(
        'due_at',
        'climb_at',
        'reckoned_version',
        'hotline_hash',
        'asked_org_id',
        'holder_role',
        'holder_place',
        'to_publish',
        'facts',
        'facts_version',
        'category_set',
        'place_class',
      ),
      ...personal('report-text', 'emptied', 'attributes', 'description'),
      ...personal('report-place', 'emptied', 'position', 'declared_position', 'place_text'),
      ...personal('photo', 'emptied', 'photos'),
      ...personal('receipt', 'emptied', 'receipt', 'hotline_number'),
      ...person('emptied', 'reporter_id'),
    },
  },
  issue_transitions: {
    purpose: 'report',
    retention: 'closed',
    columns: {
      ...none('district_id', 'issue_id', 'seq', 'action', 'from_state', 'to_state', 'at', 'details'),
      ...none('salts', 'commitments', 'hash', 'chain_version', 'place', 'place_hash', 'erasure_told'),
      ...personal('photo', 'emptied', 'evidence'),
      ...person('tombstone', 'actor'),
      ...personal('report-text', 'emptied', 'reason'),
    },
  },
  photos: {
    purpose: 'report',
    retention: 'unnamed-day',
    columns: {
      ...none('district_id', 'type', 'size', 'stored_type', 'stored_size', 'key', 'at'),
      ...personal('photo', 'row', 'sha256', 'bytes', 'digest'),
    },
  },
  photo_uploads: {
    purpose: 'report',
    retention: 'upload-day',
    columns: { ...none('district_id', 'type', 'size', 'received', 'begun_at'), ...personal('photo', 'row', 'sha256') },
  },
  photo_parts: {
    purpose: 'report',
    retention: 'upload-day',
    columns: { ...none('district_id', 'at_byte'), ...personal('photo', 'row', 'sha256', 'bytes') },
  },
  photo_leftovers: { columns: none('district_id', 'key', 'due_at', 'settled') },
  changes: { columns: none('district_id', 'seq', 'topic', 'id', 'at', 'grid_path', 'data') },
  change_counters: { columns: none('district_id', 'seq') },
  idempotency: {
    purpose: 'service',
    retention: 'month',
    columns: {
      ...none('district_id', 'key', 'status', 'at'),
      ...personal('answer', 'emptied', 'answer'),
      ...person('emptied', 'fingerprint', 'actor'),
    },
  },
  audit_entries: {
    purpose: 'accountability',
    retention: 'audit',
    columns: {
      ...none('district_id', 'seq', 'at', 'action', 'commitment', 'hash', 'salt'),
      ...person('emptied', 'actor', 'subject'),
    },
  },
  audit_heads: { columns: none('district_id', 'seq', 'hash') },
  site_keys: {
    columns: none('district_id', 'key', 'origins', 'audience', 'calls', 'page', 'created_at', 'expires_at', 'revoked_at'),
  },
  host_issuers: {
    columns: none('district_id', 'id', 'org_id', 'issuer', 'jwks_url', 'secret_sealed', 'created_at', 'revoked_at'),
  },
  notice_targets: {
    columns: {
      ...none(
        'district_id',
        'id',
        'format',
        'host',
        'url_sealed',
        'secret_sealed',
        'topics',
        'grid_id',
        'org_id',
        'created_at',
        'revoked_at',
      ),
      ...none('failures', 'last_error', 'next_at', 'lease_by', 'lease_until'),
    },
  },
  notices: {
    columns: {
      ...none('district_id', 'place', 'id', 'target_id', 'topic', 'issue_id', 'seq', 'queued_at'),
      ...none('slot_id', 'sign_up_id', 'facts', 'at'),
      ...none('attempts', 'last_error', 'gave_up_at'),
    },
  },
  used_tokens: { columns: none('district_id', 'digest', 'expires_at') },
  staff_tokens: {
    purpose: 'access',
    retention: 'expiry',
    columns: {
      ...none('district_id', 'id', 'sha256', 'role', 'grid_id', 'org_id', 'created_at', 'expires_at', 'revoked_at'),
      ...person('emptied', 'person_id'),
    },
  },
  identities: {
    purpose: 'access',
    retention: 'appointment',
    columns: {
      ...none('district_id', 'issuer', 'created_at'),
      ...person('row', 'person_id'),
      ...personal('account', 'row', 'subject_hash'),
    },
  },
  sign_ins: {
    purpose: 'access',
    retention: 'expiry',
    columns: {
      ...none(
        'district_id',
        'state_hash',
        'nonce',
        'verifier_sealed',
        'redirect_uri',
        'page_state',
        'page_challenge',
        'code_hash',
      ),
      ...none('expires_at'),
      ...person('row', 'person_id'),
    },
  },
  sessions: {
    purpose: 'access',
    retention: 'expiry',
    columns: {
      ...none('district_id', 'id', 'sha256', 'created_at', 'seen_at', 'expires_at', 'revoked_at'),
      ...person('row', 'person_id'),
    },
  },
  rate_limits: {
    purpose: 'access',
    retention: 'expiry',
    columns: { ...none('district_id', 'window_start', 'used'), ...personal('address', 'row', 'bucket') },
  },
  buildings: { columns: none('district_id', 'id', 'grid_id', 'address', 'position', 'units', 'door_count') },
  field_keys: { columns: none('district_id', 'kid', 'check_value', 'created_at') },
}

/** Tables that no query names by type: what an import brought for later, and what an earlier version left. */
const OTHERS = {
  places: { columns: none('district_id', 'id', 'class', 'name', 'position', 'grid_ids') },
  evaluation_points: {
    columns: none('district_id', 'id', 'place_id', 'name', 'grid_id', 'standard_ids', 'owner_team_ids', 'status', 'last_score'),
  },
  teams: {
    purpose: 'organisation',
    retention: 'appointment',
    columns: {
      ...none('district_id', 'id', 'kind', 'name', 'point_ids', 'org_id'),
      ...person('emptied', 'leader_id', 'member_ids'),
    },
  },
  groups: {
    purpose: 'organisation',
    retention: 'appointment',
    columns: {
      ...none('district_id', 'id', 'kind', 'grid_id', 'provider', 'member_count', 'cap', 'state'),
      ...person('emptied', 'owner_person_id'),
    },
  },
  staff_numbers: {
    purpose: 'duty',
    retention: 'until-leaving',
    columns: {
      ...none('district_id'),
      ...personal('membership', 'row', 'org_id'),
      ...personal('staff-number', 'row', 'staff_number'),
      ...person('row', 'person_id'),
    },
  },
} satisfies Record<string, TableEntry>

export const DATA_MAP: Readonly<Record<string, TableEntry>> = { ...KNOWN, ...OTHERS }
