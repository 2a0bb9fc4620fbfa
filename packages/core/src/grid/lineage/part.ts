import type { Id } from '../../schema.ts'
import type { GridLineage, GridRecord } from '../schema.ts'

/** A grid to be. Its id is the caller's; its beginning and its lineage follow from the change. */
export interface GridPart extends Partial<Omit<GridRecord, 'id' | 'validFrom' | 'validTo' | 'lineage' | 'formerParents'>> {
  id: Id
}

export interface NamedPart extends GridPart {
  name: GridRecord['name']
}

/** Only what is named passes on: a code, a count or a name belongs to the outline that it was given for. */
export function recordOf(part: NamedPart, former: GridRecord, parentId: Id | undefined, lineage: GridLineage): GridRecord {
  const { id, name, pinyin, codes = [], placeClasses, households, residentPop, servicePop, geometry, crs } = part
  const given = { pinyin, placeClasses, households, residentPop, servicePop, geometry, crs, parentId }
  const known = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<GridRecord>
  return { id, level: former.level, name, codes, ...known, lineage }
}
