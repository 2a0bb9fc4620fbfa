import type { GridTree } from '../../grid/grid-tree.ts'
import type { Id, Localized } from '../../schema.ts'
import { communityOf } from '../organisations/check-memberships.ts'
import type { Registration } from '../organisations/check-memberships.ts'
import type { ImportedPerson, Organisation } from '../schema.ts'
import type { PeopleColumn } from './people-columns.ts'

/** What has to be written of somebody's dual registration. */
export interface RegistrationPlan {
  communityId: Id
  microGridId?: Id
  /** The communities in whose place it comes. */
  leaves: Id[]
}

type Said = Pick<ImportedPerson, 'communityId' | 'microGridId'>

interface Place {
  tree: GridTree
  organisations: readonly Pick<Organisation, 'id' | 'gridId'>[]
  /** Where the person is a member once the file is imported. */
  homeId: Id | undefined
}

/**
 * What rows of one person say of their dual registration, held to another community than that of the home (INV-13). One is
 * registered where one lives, so that another community takes the place of the one on record, another micro-grid of the same
 * community that of the one before.
 * @param fail told of a row that cannot be
 * @returns undefined where it is on record as it is said
 */
export function planRegistration<Row extends Said>(
  rows: readonly Row[],
  known: readonly Omit<Registration, 'personId'>[],
  place: Place,
  fail: (row: Row, column: PeopleColumn, message: Localized) => void,
): RegistrationPlan | undefined {
  let said: { communityId: Id; microGridId?: Id } | undefined
  for (const row of rows) {
    const { communityId, microGridId } = row
    if (communityId === undefined) continue
    const refusal = refusalOf({ communityId, microGridId }, said, place)
    if (refusal) fail(row, refusal.column, refusal.message)
    else said = { ...said, communityId, ...(microGridId !== undefined && { microGridId }) }
  }
  if (!said) return undefined
  const { communityId, microGridId } = said
  const dual = known.filter(({ kind }) => kind === 'dual')
  const held = dual.find((one) => one.communityId === communityId)
  if (held && (microGridId === undefined || microGridId === held.microGridId)) return undefined
  return { ...said, leaves: held ? [] : dual.map((one) => one.communityId) }
}

function refusalOf(
  { communityId, microGridId }: { communityId: Id; microGridId: Id | undefined },
  said: Said | undefined,
  { tree, organisations, homeId }: Place,
): { column: PeopleColumn; message: Localized } | undefined {
  if (microGridId !== undefined && !tree.path(microGridId).some(({ id }) => id === communityId)) {
    const message = { zh: '该微网格不在所填社区内。', en: 'This micro-grid is not in the community of the row.' }
    return { column: 'microGrid', message }
  }
  const home = organisations.find(({ id }) => id === homeId)
  if (homeId !== undefined && communityOf(home, tree) === communityId) return { column: 'community', message: AT_HOME }
  if (said && said.communityId !== communityId) return { column: 'community', message: TWO_COMMUNITIES }
  const isOther = said?.microGridId !== undefined && microGridId !== undefined && said.microGridId !== microGridId
  return isOther ? { column: 'microGrid', message: TWO_MICRO_GRIDS } : undefined
}

const AT_HOME = {
  zh: '双报到社区应与所属党组织所在社区不同。',
  en: 'Expected another community than that of the home organisation.',
}
const TWO_COMMUNITIES = {
  zh: '同一人只能有一个双报到社区，表中填写了两个。',
  en: 'One person is registered in one community; the file names two.',
}
const TWO_MICRO_GRIDS = {
  zh: '同一人只能在一个微网格双报到，表中填写了两个。',
  en: 'One person is registered in one micro-grid; the file names two.',
}
