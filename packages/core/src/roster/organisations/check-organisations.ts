import type { GridTree } from '../../grid/grid-tree.ts'
import type { Id } from '../../schema.ts'
import type { Organisation, OrganisationKind } from '../schema.ts'
import { ofOrganisation } from './problem.ts'
import type { OrganisationProblem } from './problem.ts'

/** Kinds that each kind's superior may be of; a primary organisation may also hang below an agency or another of its kind. */
const SUPERIORS: Readonly<Record<OrganisationKind, readonly OrganisationKind[]>> = {
  workCommittee: [],
  composite: ['workCommittee'],
  twoNew: ['composite'],
  courtyard: ['workCommittee', 'composite', 'courtyard', 'other'],
  agency: ['workCommittee', 'agency', 'other'],
  other: ['workCommittee', 'composite', 'agency', 'other'],
}

export interface CheckOrganisationsOptions {
  /** Where grids are looked up. @defaultValue they are not */
  tree?: Pick<GridTree, 'get'>
  /** Organisations that have a liaison whom they do not name themselves: by role. @defaultValue none */
  liaisons?: ReadonlySet<Id>
}

/**
 * Holds organisations to one tree below the work committee: known superiors, no cycles, each two-new organisation below
 * exactly one composite committee (INV-12) and with a liaison, of its own naming or of the street's. Allied units stand outside and need no superior.
 * Problems come in the order of the records.
 */
export function checkOrganisations(
  organisations: readonly Organisation[],
  { tree, liaisons }: CheckOrganisationsOptions = {},
): OrganisationProblem[] {
  const byId = new Map(organisations.map((one) => [one.id, one]))
  const seen = new Set<Id>()
  return organisations.flatMap((one) => {
    if (seen.has(one.id)) return [duplicate(one.id)]
    seen.add(one.id)
    return [
      ...superiorProblems(one, byId),
      ...(one.gridId !== undefined && tree && !tree.get(one.gridId) ? [unknownGrid(one.id, one.gridId)] : []),
      ...(one.kind === 'twoNew' && one.liaisonId === undefined && !liaisons?.has(one.id) ? [noLiaison(one.id)] : []),
    ]
  })
}

function superiorProblems(one: Organisation, byId: ReadonlyMap<Id, Organisation>): OrganisationProblem[] {
  const { id, kind, superiorId, allied } = one
  if (superiorId === undefined) return kind === 'twoNew' && !allied ? [noComposite(id)] : []
  const superior = byId.get(superiorId)
  if (!superior) return [unknownSuperior(id, superiorId)]
  if (isOwnSuperior(one, byId)) return [cycle(id)]
  if (SUPERIORS[kind].includes(superior.kind)) return []
  return [kind === 'twoNew' ? noComposite(id) : wrongSuperior(id, superior)]
}

function isOwnSuperior(one: Organisation, byId: ReadonlyMap<Id, Organisation>): boolean {
  const passed = new Set<Id>()
  for (let at = one.superiorId; at !== undefined && !passed.has(at); at = byId.get(at)?.superiorId) {
    if (at === one.id) return true
    passed.add(at)
  }
  return false
}

const duplicate = (id: Id) =>
  ofOrganisation(id, {
    code: 'duplicate-id',
    message: { zh: `组织编号 ${id} 出现多次。`, en: `The id ${id} is used by several organisations.` },
    hint: { zh: '删除多余的一条，或另取编号。', en: 'Remove the surplus record, or give it an id of its own.' },
  })

const unknownSuperior = (id: Id, superiorId: Id) =>
  ofOrganisation(id, {
    code: 'unknown-superior',
    message: {
      zh: `${id} 的上级组织 ${superiorId} 不存在。`,
      en: `The superior ${superiorId} of ${id} is not among the organisations.`,
    },
    hint: { zh: '先录入上级组织，或改正上级编号。', en: 'Enter the superior first, or correct its id.' },
  })

const cycle = (id: Id) =>
  ofOrganisation(id, {
    code: 'cycle',
    message: { zh: `${id} 经由上级又回到自身。`, en: `${id} is its own superior by way of others.` },
    hint: { zh: '改正其中一个上级。', en: 'Correct one of the superiors.' },
  })

const noComposite = (id: Id) =>
  ofOrganisation(id, {
    code: 'no-composite-superior',
    message: { zh: `两新党组织 ${id} 没有所属综合党委。`, en: `The two-new organisation ${id} is below no composite committee.` },
    hint: { zh: '填写一个综合党委作为上级。', en: 'Name one composite committee as its superior.' },
  })

const wrongSuperior = (id: Id, { id: superiorId, kind }: Organisation) =>
  ofOrganisation(id, {
    code: 'wrong-superior',
    message: { zh: `${id} 不能隶属于 ${superiorId}（${kind}）。`, en: `${id} cannot be below ${superiorId}, a ${kind}.` },
    hint: { zh: '改为允许的上级类别。', en: 'Name a superior of another kind.' },
  })

const unknownGrid = (id: Id, gridId: Id) =>
  ofOrganisation(id, {
    code: 'unknown-grid',
    message: { zh: `${id} 所在网格 ${gridId} 不存在。`, en: `The grid ${gridId} of ${id} does not exist.` },
    hint: { zh: '改正网格编号。', en: 'Correct the id of the grid.' },
  })

const noLiaison = (id: Id) =>
  ofOrganisation(
    id,
    {
      code: 'no-liaison',
      message: { zh: `两新党组织 ${id} 没有联络人。`, en: `The two-new organisation ${id} has no liaison.` },
      hint: { zh: '由街道任命一名联络人。', en: 'Have the street appoint somebody its liaison.' },
    },
    'warning',
  )
