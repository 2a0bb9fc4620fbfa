import type { Localized } from '../../schema.ts'
import { fold } from '../../table/index-names.ts'
import type { CategoryAttribute, ImportedCategory } from '../schema.ts'
import { DATATYPE_NAMES } from './category-columns.ts'

/** `无` or `none`: there are none any more. An empty cell says nothing. */
const NONE = ['无', 'none']

/**
 * What a cell says that a report is asked for: attributes parted by `;` or lines, each `code|名称/name|type|必填|key=值/value,…`.
 * Undefined where it cannot be read.
 * @example readAttributes('plate|车牌号/Plate|文本|必填')
 * // [{ code: 'plate', datatype: 'string', required: true, label: { zh: '车牌号', en: 'Plate' } }]
 */
export function readAttributes(text: string): CategoryAttribute[] | undefined {
  const all = entriesOf(text).map(attributeOf)
  const read = all.filter((one) => one !== undefined)
  const codes = new Set(read.map(({ code }) => code))
  return read.length === all.length && codes.size === read.length ? read : undefined
}

/**
 * The kinds of place that a cell names, parted by `;` or lines: `id`, or `id|名称/name`, or `id|名称/name|clause`.
 * @example readPlaceClasses('back|背街小巷/Back street|3.2') // [{ id: 'back', name: { zh: '背街小巷', en: 'Back street' }, clause: '3.2' }]
 */
export function readPlaceClasses(text: string): ImportedCategory['placeClasses'] {
  const all = entriesOf(text).map((entry) => {
    const [id = '', name, clause, ...rest] = partsOf(entry)
    if (id === '' || rest.length > 0) return undefined
    return { id, ...(name ? { name: localized(name) } : {}), ...(clause ? { clause } : {}) }
  })
  const read = all.filter((one) => one !== undefined)
  return read.length === all.length && new Set(read.map(({ id }) => id)).size === read.length ? read : undefined
}

function attributeOf(entry: string): CategoryAttribute | undefined {
  const [code = '', label = '', type = '', required = '', values = '', ...rest] = partsOf(entry)
  const datatype = wordOf(type, DATATYPE_NAMES)
  const must = required === '' ? 'no' : wordOf(required, REQUIRED)
  const list = values === '' ? [] : values.split(/[,，、]/).map(valueOf)
  const told = list.filter((one) => one !== undefined)
  const isList = datatype === 'singlevaluelist' || datatype === 'multivaluelist'
  const keys = new Set(told.map(({ key }) => key))
  const isWhole = rest.length === 0 && code !== '' && label !== '' && told.length === list.length && keys.size === told.length
  if (!datatype || !must || !isWhole || isList !== told.length > 0) return undefined
  return { code, datatype, required: must === 'yes', label: localized(label), ...(isList && { values: told }) }
}

const REQUIRED = { yes: ['必填', 'required', '是'], no: ['选填', 'optional', '否'] } as const

function valueOf(text: string) {
  const at = text.search(/[=＝]/)
  const [key, name] = [text.slice(0, at).trim(), text.slice(at + 1).trim()]
  return at > 0 && key !== '' && name !== '' ? { key, name: localized(name) } : undefined
}

function entriesOf(text: string): string[] {
  const entries = text.split(/[;；\n]+/).map((one) => one.trim())
  return NONE.includes(fold(text)) ? [] : entries.filter((one) => one !== '')
}

const partsOf = (entry: string) => entry.split(/[|｜]/).map((one) => one.trim())

/** Chinese, then English after a slash; where there is none, the Chinese stands for both. */
function localized(text: string): Localized {
  const at = text.indexOf('/')
  const [zh, en] = at < 0 ? [text, text] : [text.slice(0, at).trim(), text.slice(at + 1).trim()]
  return { zh, en }
}

function wordOf<Value extends string>(text: string, names: Readonly<Record<Value, readonly string[]>>): Value | undefined {
  const wanted = fold(text)
  return (Object.keys(names) as Value[]).find((value) => value === wanted || names[value].includes(wanted))
}
