import type { GridTree } from '../../grid/grid-tree.ts'
import type { Id, Localized } from '../../schema.ts'
import type { Organisation, OrganisationKind } from '../schema.ts'
import { organisationLabel } from './organisation-label.ts'
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
      ...(one.gridId !== undefined && tree && !tree.get(one.gridId) ? [unknownGrid(one, one.gridId)] : []),
      ...(one.kind === 'twoNew' && one.liaisonId === undefined && !liaisons?.has(one.id) ? [noLiaison(one)] : []),
    ]
  })
}

function superiorProblems(one: Organisation, byId: ReadonlyMap<Id, Organisation>): OrganisationProblem[] {
  const { kind, superiorId, allied } = one
  if (superiorId === undefined) return kind === 'twoNew' && !allied ? [noComposite(one)] : []
  const superior = byId.get(superiorId)
  if (!superior) return [unknownSuperior(one, superiorId)]
  if (isOwnSuperior(one, byId)) return [cycle(one)]
  if (SUPERIORS[kind].includes(superior.kind)) return []
  return [kind === 'twoNew' ? noComposite(one) : wrongSuperior(one, superior)]
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

const unknownSuperior = (one: Organisation, superiorId: Id) => {
  const { zh, en } = organisationLabel(one)
  return ofOrganisation(one.id, {
    code: 'unknown-superior',
    message: {
      zh: `${zh} 的上级组织 ${superiorId} 不存在。`,
      en: `The superior ${superiorId} of ${en} is not among the organisations.`,
    },
    hint: { zh: '先录入上级组织，或改正上级编号。', en: 'Enter the superior first, or correct its id.' },
  })
}

const cycle = (one: Organisation) => {
  const { zh, en } = organisationLabel(one)
  return ofOrganisation(one.id, {
    code: 'cycle',
    message: { zh: `${zh} 经由上级又回到自身。`, en: `${en} is its own superior by way of others.` },
    hint: { zh: '改正其中一个上级。', en: 'Correct one of the superiors.' },
  })
}

const noComposite = (one: Organisation) => {
  const { zh, en } = organisationLabel(one)
  return ofOrganisation(one.id, {
    code: 'no-composite-superior',
    message: { zh: `两新党组织 ${zh} 没有所属综合党委。`, en: `The two-new organisation ${en} is below no composite committee.` },
    hint: { zh: '填写一个综合党委作为上级。', en: 'Name one composite committee as its superior.' },
  })
}

const wrongSuperior = (one: Organisation, superior: Organisation) => {
  const [below, above] = [organisationLabel(one), organisationLabel(superior)]
  const kind = KIND_WORDS[superior.kind]
  return ofOrganisation(one.id, {
    code: 'wrong-superior',
    message: {
      zh: `${below.zh} 不能隶属于${kind.zh} ${above.zh}。`,
      en: `${below.en} cannot be below ${above.en}, which is ${kind.en}.`,
    },
    hint: { zh: '改为允许的上级类别。', en: 'Name a superior of another kind.' },
  })
}

const KIND_WORDS: Readonly<Record<OrganisationKind, Localized>> = {
  workCommittee: { zh: '党工委', en: 'the work committee' },
  composite: { zh: '综合党委', en: 'a composite committee' },
  twoNew: { zh: '两新党组织', en: 'a two-new organisation' },
  courtyard: { zh: '小区院落党组织', en: 'a courtyard branch' },
  agency: { zh: '机关企事业单位', en: 'an agency' },
  other: { zh: '其他组织', en: 'of another kind' },
}

const unknownGrid = (one: Organisation, gridId: Id) => {
  const { zh, en } = organisationLabel(one)
  return ofOrganisation(one.id, {
    code: 'unknown-grid',
    message: { zh: `${zh} 所在网格 ${gridId} 不存在。`, en: `The grid ${gridId} of ${en} does not exist.` },
    hint: { zh: '改正网格编号。', en: 'Correct the id of the grid.' },
  })
}

const noLiaison = (one: Organisation) => {
  const { zh, en } = organisationLabel(one)
  return ofOrganisation(
    one.id,
    {
      code: 'no-liaison',
      message: { zh: `两新党组织 ${zh} 没有联络人。`, en: `The two-new organisation ${en} has no liaison.` },
      hint: { zh: '由街道任命一名联络人。', en: 'Have the street appoint somebody its liaison.' },
    },
    'warning',
  )
}
