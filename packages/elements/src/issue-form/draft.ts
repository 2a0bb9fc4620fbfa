import type { GivenConsent, ReportInput } from '@wangge/core/client'
import type { Category, CategoryAttribute } from '@wangge/core/issue/schema'
import type { Position } from '@wangge/core/schema'
import type { PreparedPhoto } from './photo.ts'

/** What the person has filled in so far. */
export interface Draft {
  topCategoryId: string
  categoryId: string
  /** As typed, by the attribute's code; lists as chosen. */
  attributes: Readonly<Record<string, string | readonly string[]>>
  description: string
  placeBy: 'grid' | 'point'
  /** Community, estate, building, as far as chosen. */
  grids: readonly string[]
  position: { at: Position; accuracy: number } | undefined
  placeText: string
  photos: readonly PreparedPhoto[]
  /** Version of the statement that was ticked; 0 for none. */
  agreed: number
}

export const EMPTY_DRAFT: Draft = {
  topCategoryId: '',
  categoryId: '',
  attributes: {},
  description: '',
  placeBy: 'grid',
  grids: [],
  position: undefined,
  placeText: '',
  photos: [],
  agreed: 0,
}

/** The draft as the client takes it; what is left empty is left out, so that the rule can say that it is missing. */
export function toReport(draft: Draft, category: Category | undefined, consent: GivenConsent): ReportInput {
  const attributes: Record<string, string | number | string[]> = {}
  for (const attribute of category?.attributes ?? []) {
    const value = toValue(attribute, draft.attributes[attribute.code])
    if (value !== undefined) attributes[attribute.code] = value
  }
  return {
    source: 'resident',
    categoryId: draft.categoryId,
    attributes,
    description: draft.description,
    place: placeOf(draft),
    ...(draft.placeText.trim() ? { placeText: draft.placeText.trim() } : {}),
    photos: draft.photos.map(({ blob }) => blob),
    consent,
  }
}

function toValue({ datatype }: CategoryAttribute, typed: string | readonly string[] | undefined) {
  if (typed === undefined || typed.length === 0) return undefined
  if (typeof typed !== 'string') return [...typed]
  const text = typed.trim()
  if (text === '') return undefined
  // A local date and time in the district's zone, whatever the device's.
  if (datatype === 'datetime') return `${text.length === 16 ? `${text}:00` : text}+08:00`
  if (datatype !== 'number') return text
  const number = Number(text)
  return Number.isFinite(number) ? number : text
}

function placeOf({ placeBy, grids, position }: Draft): ReportInput['place'] {
  if (placeBy === 'point') return position ? { by: 'point', position: position.at, crs: 'wgs84' } : undefined
  const gridId = grids.filter((id) => id !== '').at(-1)
  return gridId ? { by: 'grid', gridId } : undefined
}
