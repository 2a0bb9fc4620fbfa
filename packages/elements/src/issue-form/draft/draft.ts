import type { GivenConsent, ReportInput } from '@wangge/core/client'
import type { Address } from '@wangge/core/grid'
import type { ReportSource } from '@wangge/core/issue'
import type { Category, CategoryAttribute, ReportDraft } from '@wangge/core/issue/schema'
import type { PreparedPhoto } from '../../photos/photo.ts'
import type { FoundPosition } from '../where/position-finder.ts'

/** A place with the grid that it lies in, once that was worked out; empty where it could not be. */
export type Spot = Pick<FoundPosition, 'position' | 'crs'> & Partial<Pick<FoundPosition, 'accuracy'>> & { gridId?: string }

/** What the person has filled in so far. */
export interface Draft {
  topCategoryId: string
  categoryId: string
  /** As typed, by the attribute's code; lists as chosen. */
  attributes: Readonly<Record<string, string | readonly string[]>>
  description: string
  placeBy: ReportDraft['placeBy']
  /** Community, estate, building, as far as chosen. */
  grids: readonly string[]
  address: Address | undefined
  /** Where the device is. */
  position: Spot | undefined
  /** Where the map was marked. */
  pin: Spot | undefined
  /** Only the grid is told, no point and no address. */
  coarse: boolean
  placeText: string
  /** Id of the issue that this one is said to be about too. */
  joins: string
  photos: readonly PreparedPhoto[]
  /** Version of the statement that was ticked; 0 for none. */
  agreed: number
}

export const EMPTY_DRAFT: Draft = {
  topCategoryId: '',
  categoryId: '',
  attributes: {},
  description: '',
  placeBy: 'address',
  grids: [],
  address: undefined,
  position: undefined,
  pin: undefined,
  coarse: false,
  placeText: '',
  joins: '',
  photos: [],
  agreed: 0,
}

/** What a report has besides what was filled in. */
export interface ReportParts {
  source: ReportSource
  category: Category | undefined
  consent: GivenConsent
}

/** The draft as the client takes it; what is left empty is left out, so that the rule can say that it is missing. */
export function toReport(draft: Draft, { source, category, consent }: ReportParts): ReportInput {
  const attributes: Record<string, string | number | string[]> = {}
  for (const attribute of category?.attributes ?? []) {
    const value = toValue(attribute, draft.attributes[attribute.code])
    if (value !== undefined) attributes[attribute.code] = value
  }
  const placeText = placeWords(draft)
  return {
    source,
    categoryId: draft.categoryId,
    attributes,
    description: draft.description,
    place: placeOf(draft),
    ...(placeText ? { placeText } : {}),
    photos: draft.photos.map(({ blob }) => blob),
    consent,
    ...(draft.joins ? { joins: draft.joins } : {}),
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

/** The grid that was chosen in the tree. */
export const chosenGrid = ({ grids }: Draft): string | undefined => grids.filter((id) => id !== '').at(-1)

function placeOf(draft: Draft): ReportInput['place'] {
  const { placeBy, address, position, pin, coarse } = draft
  const byGrid = (gridId: string | undefined): ReportInput['place'] => (gridId ? { by: 'grid', gridId } : undefined)
  if (placeBy === 'grid') return byGrid(chosenGrid(draft))
  if (placeBy === 'address') {
    if (address?.position && !coarse) return { by: 'point', position: address.position, crs: 'wgs84' }
    return byGrid(address?.gridId)
  }
  const spot = placeBy === 'pin' ? pin : position
  if (coarse) return byGrid(spot?.gridId)
  return spot && { by: 'point', position: spot.position, crs: spot.crs }
}

/** The address goes before what was typed: whoever comes looks for a house and not for numbers. */
function placeWords({ placeBy, address, coarse, placeText }: Draft): string {
  const isTold = placeBy === 'address' && address?.kind === 'building' && !coarse
  return [isTold ? address.name.zh : '', placeText.trim()].filter(Boolean).join('，')
}
