import type { Id, Localized } from '../../schema.ts'

export type OrganisationProblemCode =
  | 'duplicate-id'
  | 'unknown-superior'
  | 'cycle'
  | 'no-composite-superior'
  | 'wrong-superior'
  | 'unknown-grid'
  | 'no-liaison'
  | 'unknown-person'
  | 'several-homes'
  | 'dual-at-home'
  | 'unknown-community'

/** What keeps records of organisations and people from being a roster: where, and what to mend. */
export interface OrganisationProblem {
  /** Stable; what a program switches over. */
  code: OrganisationProblemCode
  /** A warning does not keep an import out. */
  severity: 'error' | 'warning'
  organisations: Id[]
  people: Id[]
  message: Localized
  hint: Localized
}

type Told = Omit<OrganisationProblem, 'severity' | 'organisations' | 'people'>

export const ofOrganisation = (id: Id, told: Told, severity: OrganisationProblem['severity'] = 'error'): OrganisationProblem => ({
  ...told,
  severity,
  organisations: [id],
  people: [],
})

export const ofPerson = (personId: Id, organisations: Id[], told: Told): OrganisationProblem => ({
  ...told,
  severity: 'error',
  organisations,
  people: [personId],
})
