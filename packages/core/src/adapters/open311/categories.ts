import type { Category, CategoryAttribute } from '../../issue/schema.ts'
import { OPEN311_CONSENT } from '../../issue/open311-consent.ts'
import type { Localized } from '../../schema.ts'
import { idOf } from './read-id.ts'
import { isTrue, rowsOf, textOf } from './read.ts'
import type { Row } from './read.ts'

/** A service as far as it is needed to report under it. */
export interface Service {
  /** Of its category. */
  id: string
  code: string
  name: string
  group: string | undefined
  /** Asks for attributes. */
  metadata: boolean
}

/** Rows of a service list that have a code; of a code that comes twice the first. */
export async function servicesOf(body: unknown): Promise<Service[]> {
  const services = new Map<string, Service>()
  for (const row of rowsOf(body, ['services', 'service'])) {
    const code = textOf(row.service_code)
    if (code === undefined || services.has(code)) continue
    const name = textOf(row.service_name) ?? code
    services.set(code, { id: await idOf(code), code, name, group: textOf(row.group), metadata: isTrue(row.metadata) })
  }
  return [...services.values()]
}

/** Where a city groups nothing. */
const UNGROUPED: Localized = { zh: '其他', en: 'Other' }

/** Services as categories of two levels; a group of the city's is one of the first. */
export async function categoriesOf(
  services: readonly Service[],
  attributes: ReadonlyMap<string, CategoryAttribute[]>,
): Promise<Category[]> {
  const groups = new Map<string | undefined, Category>()
  for (const { group } of services) {
    if (groups.has(group)) continue
    const id = group === undefined ? 'group-none' : `group-${(await idOf(`group ${group}`)).slice(2)}`
    groups.set(group, { id, name: group === undefined ? UNGROUPED : named(group), version: 1, attributes: [] })
  }
  const reportable = services.map(({ id, code, name, group }) => ({
    id,
    parentId: groups.get(group)!.id,
    name: named(name),
    version: 1,
    attributes: attributes.get(code) ?? [],
  }))
  return [...groups.values(), ...reportable]
}

const DATATYPES: readonly CategoryAttribute['datatype'][] = [
  'string',
  'number',
  'datetime',
  'text',
  'singlevaluelist',
  'multivaluelist',
]

/** What a service definition asks for, in its order; what it only tells is no field. Our own consent is asked for elsewhere. */
export function attributesOf(body: unknown): CategoryAttribute[] {
  const [definition] = rowsOf(body, ['service_definition'])
  return rowsOf(definition?.attributes, ['attribute'])
    .map((row, index) => ({ row, order: Number(textOf(row.order) ?? index) }))
    .sort((one, other) => one.order - other.order)
    .flatMap(({ row }) => attributeOf(row) ?? [])
}

function attributeOf(row: Row): CategoryAttribute | undefined {
  const code = textOf(row.code)
  // Only “false” says that there is nothing to fill in.
  if (code === undefined || code === OPEN311_CONSENT || (row.variable !== undefined && !isTrue(row.variable))) return undefined
  const values = rowsOf(row.values, ['value']).flatMap((value) => {
    const key = textOf(value.key)
    return key === undefined ? [] : [{ key, name: named(textOf(value.name) ?? key) }]
  })
  const said = DATATYPES.find((datatype) => datatype === textOf(row.datatype)?.toLowerCase())
  const isList = said === 'singlevaluelist' || said === 'multivaluelist'
  // A list of nothing cannot be chosen from, and an unknown type is filled in as a text.
  const datatype = said === undefined || (isList && values.length === 0) ? 'string' : said
  const hint = textOf(row.datatype_description)
  return {
    code,
    datatype,
    required: isTrue(row.required),
    label: named(textOf(row.description) ?? code),
    ...(hint !== undefined && { hint: named(hint) }),
    ...(datatype === said && isList && { values }),
  }
}

const LONGEST = 200

/** In the one language that a city speaks. */
function named(text: string): Localized {
  const short = text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`
  return { zh: short, en: short }
}
