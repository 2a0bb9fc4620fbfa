import { convert } from '../../grid/crs/convert.ts'
import type { ReportCommand } from '../../issue/schema.ts'
import { OPEN311_CONSENT } from '../../issue/open311-consent.ts'

export interface FormOptions {
  serviceCode: string
  jurisdictionId: string | undefined
  apiKey: string | undefined
  /** Addresses of the photos, where somebody keeps them. */
  mediaUrls: readonly string[]
  /** Put behind the words: by it the report is found again. */
  mark: string | undefined
}

/** A report in Open311's words. Undefined where its place has none: planar coordinates say nothing of where on earth they begin. */
export function reportForm(
  { place, placeText, description, attributes, consent }: ReportCommand,
  { serviceCode, jurisdictionId, apiKey, mediaUrls, mark }: FormOptions,
): URLSearchParams | undefined {
  const form = new URLSearchParams()
  const put = (name: string, value: string | undefined) => value !== undefined && form.append(name, value)
  put('api_key', apiKey)
  put('jurisdiction_id', jurisdictionId)
  put('service_code', serviceCode)
  if (place.by === 'grid') put('address_id', place.gridId)
  else {
    if (place.crs === 'planar') return undefined
    const [longitude, latitude] = convert(place.position, { from: place.crs, to: 'wgs84' })
    put('lat', String(latitude))
    put('long', String(longitude))
  }
  put('address_string', placeText)
  // One address of a picture is all that a report has; the others stand in its words.
  const [first, ...others] = mediaUrls
  put('description', [description, ...others, ...(mark === undefined ? [] : [mark])].join('\n'))
  put('media_url', first)
  for (const [code, value] of Object.entries(attributes)) {
    if (Array.isArray(value)) for (const one of value) put(`attribute[${code}][]`, one)
    else put(`attribute[${code}]`, String(value))
  }
  if (consent) put(`attribute[${OPEN311_CONSENT}]`, String(consent.version))
  return form
}
