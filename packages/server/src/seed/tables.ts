/** SQL type of a column and, where it is not the column's name in camel case, the field of the record. */
type Column = string | readonly [type: string, field: string]

export interface SeedTable {
  /** File without `.json`. */
  file: string
  table: string
  columns: Record<string, Column>
}

/** The field that goes into a column, and its SQL type. @example columnOf('grid_id', 'text') // { field: 'gridId', type: 'text' } */
export function columnOf(name: string, column: Column): { field: string; type: string } {
  if (typeof column !== 'string') return { type: column[0], field: column[1] }
  return { type: column, field: name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()) }
}

const text = 'text'
const json = 'jsonb'
const int = 'int'
const time = 'timestamptz'

/** Which field of which file goes into which column. In the order of loading. */
export const SEED_TABLES: readonly SeedTable[] = [
  {
    file: 'grids',
    table: 'grids',
    columns: {
      id: text,
      level: text,
      parent_id: text,
      name: json,
      pinyin: text,
      codes: json,
      place_classes: json,
      households: int,
      resident_pop: int,
      service_pop: int,
      valid_from: time,
      valid_to: time,
      geometry: json,
      crs: text,
      lineage: json,
      former_parents: json,
    },
  },
  {
    file: 'buildings',
    table: 'buildings',
    columns: { id: text, grid_id: text, address: json, position: json, units: json, door_count: int },
  },
  {
    file: 'places',
    table: 'places',
    columns: { id: text, class: text, name: json, position: json, grid_ids: json },
  },
  {
    file: 'organisations',
    table: 'organisations',
    columns: {
      id: text,
      kind: text,
      name: json,
      superior_id: text,
      grid_id: text,
      registered: int,
      liaison_id: text,
      allied: 'boolean',
      closed_on: text,
    },
  },
  {
    file: 'quota-plans',
    table: 'quota_plans',
    columns: { version: int, plan: json, at: time },
  },
  {
    file: 'quota-rolls',
    table: 'quota_rolls',
    columns: { org_id: text, from_day: [text, 'from'], kind: text, registered: int },
  },
  {
    file: 'people',
    table: 'people',
    columns: {
      id: text,
      // Sealed on the way, and named as the columns are.
      name_sealed: [text, 'name_sealed'],
      name_hash: [text, 'name_hash'],
      phone_sealed: [text, 'phone_sealed'],
      phone_hash: [text, 'phone_hash'],
      party_status_sealed: [text, 'party_status_sealed'],
      affiliation: text,
      minor: 'boolean',
    },
  },
  {
    file: 'memberships',
    table: 'memberships',
    columns: {
      person_id: text,
      org_id: text,
      from_at: [time, 'from'],
      to_at: [time, 'to'],
    },
  },
  {
    file: 'employees',
    table: 'employees',
    columns: {
      org_id: text,
      number_hash: [text, 'number_hash'],
      number_sealed: [text, 'number_sealed'],
      person_id: text,
    },
  },
  {
    file: 'registrations',
    table: 'registrations',
    columns: {
      person_id: text,
      community_id: text,
      micro_grid_id: text,
      kind: text,
    },
  },
  {
    file: 'appointments',
    table: 'appointments',
    columns: {
      id: text,
      role: text,
      person_id: text,
      grid_id: text,
      from_at: [time, 'from'],
      to_at: [time, 'to'],
      appointed_by: text,
    },
  },
  {
    file: 'teams',
    table: 'teams',
    columns: {
      id: text,
      kind: text,
      name: json,
      leader_id: text,
      member_ids: json,
      point_ids: json,
      org_id: text,
    },
  },
  {
    file: 'evaluation-points',
    table: 'evaluation_points',
    columns: {
      id: text,
      place_id: text,
      name: json,
      grid_id: text,
      standard_ids: json,
      owner_team_ids: json,
      status: text,
      last_score: 'double precision',
    },
  },
  {
    file: 'intersection-duties',
    table: 'intersection_duties',
    columns: {
      intersection_id: text,
      org_id: text,
      from_at: [time, 'from'],
      to_at: [time, 'to'],
    },
  },
  {
    file: 'posts',
    table: 'posts',
    columns: {
      id: text,
      kind: text,
      name: json,
      grid_id: text,
      place_id: text,
      position: json,
      capacity: json,
      scheme_tag: text,
    },
  },
  {
    file: 'shifts',
    table: 'shifts',
    columns: {
      id: text,
      post_id: text,
      starts_at: time,
      ends_at: time,
      need: int,
      mix: json,
      skills: json,
      min_age: int,
      campaign: text,
    },
  },
  // Duties that are over: who had a seat, who came.
  {
    file: 'past-shifts',
    table: 'shifts',
    columns: {
      id: text,
      post_id: text,
      starts_at: time,
      ends_at: time,
      need: int,
    },
  },
  {
    file: 'past-sign-ups',
    table: 'sign_ups',
    columns: {
      id: text,
      shift_id: text,
      org_id: text,
      person_id: text,
      state: text,
      ordinal: int,
      consent_version: int,
      at: time,
    },
  },
  {
    file: 'duty-consents',
    table: 'consents',
    columns: {
      id: text,
      person_id: text,
      purpose: text,
      version: int,
      given_by: [text, 'by'],
      at: time,
    },
  },
  {
    file: 'attendances',
    table: 'attendances',
    columns: {
      sign_up_id: text,
      in_at: time,
      in_by: text,
      in_distance: int,
      out_at: time,
      out_by: text,
      out_distance: int,
      recorded_at: time,
    },
  },
  {
    file: 'week-templates',
    table: 'week_templates',
    columns: {
      id: text,
      post_id: text,
      from_date: [text, 'from'],
      to_date: [text, 'to'],
      lines: json,
    },
  },
  {
    file: 'groups',
    table: 'groups',
    columns: {
      id: text,
      kind: text,
      grid_id: text,
      provider: text,
      owner_person_id: text,
      member_count: int,
      cap: int,
      state: text,
    },
  },
  {
    file: 'categories',
    table: 'categories',
    columns: {
      id: text,
      parent_id: text,
      name: json,
      version: int,
      attributes: json,
      severity: text,
      terms: json,
      place_classes: json,
      ordinal: int,
    },
  },
  {
    file: 'issues',
    table: 'issues',
    columns: {
      id: text,
      category_id: text,
      grid_path: 'text[]',
      state: text,
      created_at: time,
      updated_at: time,
      closed_at: time,
      version: int,
      source: text,
      attributes: json,
      description: text,
      position: json,
      place_text: text,
      photos: json,
      severity: text,
      terms: json,
      receipt: text,
      asked_org_id: text,
      holder_role: text,
      holder_place: text,
      to_publish: 'boolean',
    },
  },
  {
    file: 'transitions',
    table: 'issue_transitions',
    columns: {
      issue_id: text,
      seq: int,
      action: text,
      from_state: [text, 'from'],
      to_state: [text, 'to'],
      actor: json,
      at: time,
      reason: text,
      evidence: json,
      details: json,
    },
  },
]

/** Rows that are made of the records of other files. */
const DERIVED = new Set(['transitions', 'quota-rolls'])

/** Files of a district's data. */
export const SEED_FILES: readonly string[] = [
  'district',
  ...SEED_TABLES.map(({ file }) => file).filter((file) => !DERIVED.has(file)),
]
