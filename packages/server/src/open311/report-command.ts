import { OPEN311_CONSENT } from '@wangge/core/issue'
import type { Category, CategoryAttribute, ReportCommand } from '@wangge/core/issue/schema'
import { invalidBody } from '../parse.ts'
import { CONSENT_PURPOSE } from './consent-attribute.ts'
import type { Language } from './language.ts'
import type { AttributeFields, ReportForm } from './schema.ts'

/** Fields of which something becomes of the report; all others are told back as not kept. */
const KEPT: ReadonlySet<string> = new Set([
  'jurisdiction_id',
  'api_key',
  'service_code',
  'lat',
  'long',
  'address_string',
  'address_id',
  'description',
  'attribute',
])

/**
 * What a form sent that nothing is kept of. Who a report is by is not asked here: the receipt code follows it. A picture behind an
 * address elsewhere is not fetched: who may see it, and for how long, is not known here.
 */
export const notKept = (form: ReportForm): string[] => Object.keys(form).filter((name) => !KEPT.has(name))

export interface CommandParts {
  id: string
  category: Category
  place: ReportCommand['place']
  /** Of whoever reports. */
  language: Language
  /** The place in words, where it came by its number. */
  placeText?: string | undefined
}

/**
 * A form as the command that every other report is.
 * @throws ProblemError 422 `invalid-body` where it does not say what was agreed to
 */
export function reportCommand(form: ReportForm, { id, category, place, placeText, language }: CommandParts): ReportCommand {
  const { [OPEN311_CONSENT]: agreed, ...answers } = form.attribute ?? {}
  const address = form.address_string ?? placeText
  return {
    id,
    source: 'resident',
    categoryId: category.id,
    attributes: attributesOf(answers, category.attributes),
    // The specification asks for no words; that it is of this kind is what was said.
    description: form.description ?? category.name[language],
    place,
    ...(address !== undefined && { placeText: address }),
    photos: [],
    consent: { purpose: CONSENT_PURPOSE, version: versionOf(agreed) },
  }
}

function versionOf(agreed: AttributeFields[string]): number {
  const text = Array.isArray(agreed) ? agreed[0] : agreed
  if (text !== undefined && /^[1-9]\d{0,8}$/.test(text)) return Number(text)
  const message = 'Expected the version of the statement that was agreed to, as the service definition has it'
  throw invalidBody([{ path: ['attribute', OPEN311_CONSENT], code: 'required', message }])
}

/** Undefined where no point was sent. @throws ProblemError 422 `invalid-body` for half of one */
export function pointOf({ lat, long }: ReportForm): ReportCommand['place'] | undefined {
  if (lat === undefined && long === undefined) return undefined
  if (lat !== undefined && long !== undefined) return { by: 'point', position: [long, lat], crs: 'wgs84' }
  const missing = lat === undefined ? 'lat' : 'long'
  throw invalidBody([{ path: [missing], code: 'required', message: 'Expected lat and long together' }])
}

/** By the category’s types; what is of none is left as it came, for the rule to refuse. */
function attributesOf(answers: AttributeFields, attributes: readonly CategoryAttribute[]): ReportCommand['attributes'] {
  const types = new Map(attributes.map(({ code, datatype }) => [code, datatype]))
  return Object.fromEntries(
    Object.entries(answers).flatMap(([code, value]) => (value === undefined ? [] : [[code, typed(value, types.get(code))]])),
  )
}

function typed(value: string | string[], datatype: CategoryAttribute['datatype'] | undefined): string | number | string[] {
  if (datatype === 'multivaluelist') return Array.isArray(value) ? value : [value]
  const single = Array.isArray(value) && value.length === 1 ? value[0]! : value
  if (datatype !== 'number' || typeof single !== 'string') return single
  return /^[-+]?\d{1,15}(\.\d{1,15})?$/.test(single.trim()) ? Number(single) : single
}
