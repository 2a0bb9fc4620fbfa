/** Column of a table: its SQL type and, where it is not the column's own name, the field of the record. */
type Column = readonly [type: string, field?: string]

export interface SeedTable {
  /** File without `.json`. */
  file: string
  table: string
  columns: Record<string, Column>
}

const id = { id: ['text'] } as const
const text: Column = ['text']
const json: Column = ['jsonb']
const int: Column = ['int']

/** Which field of which file goes into which column. In the order of loading. */
export const SEED_TABLES: readonly SeedTable[] = [
  {
    file: 'grids',
    table: 'grids',
    columns: {
      ...id,
      level: text,
      parent_id: ['text', 'parentId'],
      name: json,
      pinyin: text,
      codes: json,
      place_classes: ['jsonb', 'placeClasses'],
      households: int,
      resident_pop: ['int', 'residentPop'],
      service_pop: ['int', 'servicePop'],
      valid_from: ['timestamptz', 'validFrom'],
      valid_to: ['timestamptz', 'validTo'],
      geometry: json,
      crs: text,
      lineage: json,
      former_parents: ['jsonb', 'formerParents'],
    },
  },
  {
    file: 'buildings',
    table: 'buildings',
    columns: { ...id, grid_id: ['text', 'gridId'], address: json, position: json, units: json, door_count: ['int', 'doorCount'] },
  },
  {
    file: 'places',
    table: 'places',
    columns: { ...id, class: text, name: json, position: json, grid_ids: ['jsonb', 'gridIds'] },
  },
  {
    file: 'organisations',
    table: 'organisations',
    columns: {
      ...id,
      kind: text,
      name: json,
      superior_id: ['text', 'superiorId'],
      grid_id: ['text', 'gridId'],
      registered: int,
      liaison_id: ['text', 'liaisonId'],
      allied: ['boolean'],
    },
  },
  {
    file: 'quota-plans',
    table: 'quota_plans',
    columns: { version: int, plan: json, at: ['timestamptz'] },
  },
  {
    file: 'quota-rolls',
    table: 'quota_rolls',
    columns: { org_id: ['text', 'orgId'], from_day: ['text', 'from'], kind: text, registered: int },
  },
  {
    file: 'people',
    table: 'people',
    columns: {
      ...id,
      name_sealed: text,
      name_hash: text,
      phone_sealed: text,
      phone_hash: text,
      party_status_sealed: text,
      affiliation: text,
      minor: ['boolean'],
    },
  },
  {
    file: 'memberships',
    table: 'memberships',
    columns: {
      person_id: ['text', 'personId'],
      org_id: ['text', 'orgId'],
      from_at: ['timestamptz', 'from'],
      to_at: ['timestamptz', 'to'],
    },
  },
  {
    file: 'employees',
    table: 'employees',
    columns: { org_id: ['text', 'orgId'], number_hash: text, number_sealed: text, person_id: ['text', 'personId'] },
  },
  {
    file: 'registrations',
    table: 'registrations',
    columns: {
      person_id: ['text', 'personId'],
      community_id: ['text', 'communityId'],
      micro_grid_id: ['text', 'microGridId'],
      kind: text,
    },
  },
  {
    file: 'appointments',
    table: 'appointments',
    columns: {
      ...id,
      role: text,
      person_id: ['text', 'personId'],
      grid_id: ['text', 'gridId'],
      from_at: ['timestamptz', 'from'],
      to_at: ['timestamptz', 'to'],
      appointed_by: ['text', 'appointedBy'],
    },
  },
  {
    file: 'teams',
    table: 'teams',
    columns: {
      ...id,
      kind: text,
      name: json,
      leader_id: ['text', 'leaderId'],
      member_ids: ['jsonb', 'memberIds'],
      point_ids: ['jsonb', 'pointIds'],
      org_id: ['text', 'orgId'],
    },
  },
  {
    file: 'evaluation-points',
    table: 'evaluation_points',
    columns: {
      ...id,
      place_id: ['text', 'placeId'],
      name: json,
      grid_id: ['text', 'gridId'],
      standard_ids: ['jsonb', 'standardIds'],
      owner_team_ids: ['jsonb', 'ownerTeamIds'],
      status: text,
      last_score: ['double precision', 'lastScore'],
    },
  },
  {
    file: 'intersection-duties',
    table: 'intersection_duties',
    columns: {
      intersection_id: ['text', 'intersectionId'],
      org_id: ['text', 'orgId'],
      from_at: ['timestamptz', 'from'],
      to_at: ['timestamptz', 'to'],
    },
  },
  {
    file: 'posts',
    table: 'posts',
    columns: {
      ...id,
      kind: text,
      name: json,
      grid_id: ['text', 'gridId'],
      place_id: ['text', 'placeId'],
      position: json,
      capacity: json,
    },
  },
  {
    file: 'shifts',
    table: 'shifts',
    columns: {
      ...id,
      post_id: ['text', 'postId'],
      starts_at: ['timestamptz', 'startsAt'],
      ends_at: ['timestamptz', 'endsAt'],
      need: int,
      mix: json,
      skills: json,
      min_age: ['int', 'minAge'],
      campaign: text,
    },
  },
  // Duties that are over: who had a seat, who came.
  {
    file: 'past-shifts',
    table: 'shifts',
    columns: {
      ...id,
      post_id: ['text', 'postId'],
      starts_at: ['timestamptz', 'startsAt'],
      ends_at: ['timestamptz', 'endsAt'],
      need: int,
    },
  },
  {
    file: 'past-sign-ups',
    table: 'sign_ups',
    columns: {
      ...id,
      shift_id: ['text', 'shiftId'],
      org_id: ['text', 'orgId'],
      person_id: ['text', 'personId'],
      state: text,
      ordinal: int,
      consent_version: ['int', 'consentVersion'],
      at: ['timestamptz'],
    },
  },
  {
    file: 'duty-consents',
    table: 'consents',
    columns: {
      ...id,
      person_id: ['text', 'personId'],
      purpose: text,
      version: int,
      given_by: ['text', 'by'],
      at: ['timestamptz'],
    },
  },
  {
    file: 'attendances',
    table: 'attendances',
    columns: {
      sign_up_id: ['text', 'signUpId'],
      in_at: ['timestamptz', 'inAt'],
      in_by: ['text', 'inBy'],
      in_distance: ['int', 'inDistance'],
      out_at: ['timestamptz', 'outAt'],
      out_by: ['text', 'outBy'],
      out_distance: ['int', 'outDistance'],
      recorded_at: ['timestamptz', 'recordedAt'],
    },
  },
  {
    file: 'week-templates',
    table: 'week_templates',
    columns: {
      ...id,
      post_id: ['text', 'postId'],
      from_date: ['text', 'from'],
      to_date: ['text', 'to'],
      lines: json,
    },
  },
  {
    file: 'groups',
    table: 'groups',
    columns: {
      ...id,
      kind: text,
      grid_id: ['text', 'gridId'],
      provider: text,
      owner_person_id: ['text', 'ownerPersonId'],
      member_count: ['int', 'memberCount'],
      cap: int,
      state: text,
    },
  },
  {
    file: 'categories',
    table: 'categories',
    columns: {
      ...id,
      parent_id: ['text', 'parentId'],
      name: json,
      version: int,
      attributes: json,
      severity: text,
      terms: json,
      ordinal: int,
    },
  },
  {
    file: 'issues',
    table: 'issues',
    columns: {
      ...id,
      category_id: ['text', 'categoryId'],
      grid_path: ['text[]', 'gridPath'],
      state: text,
      created_at: ['timestamptz', 'createdAt'],
      updated_at: ['timestamptz', 'updatedAt'],
      closed_at: ['timestamptz', 'closedAt'],
      version: int,
      source: text,
      attributes: json,
      description: text,
      position: json,
      place_text: ['text', 'placeText'],
      photos: json,
      severity: text,
      terms: json,
      receipt: text,
    },
  },
  {
    file: 'transitions',
    table: 'issue_transitions',
    columns: {
      issue_id: ['text', 'issueId'],
      seq: int,
      action: text,
      from_state: ['text', 'from'],
      to_state: ['text', 'to'],
      actor: json,
      at: ['timestamptz'],
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
