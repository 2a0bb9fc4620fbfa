import type { Localized, PersonalField } from '@wangge/core/schema'
import * as z from 'zod/mini'
import type { Access, AnyOperation, Operation } from '../operation.ts'
import { DATA_MAP } from './data-map-tables.ts'
import type { Purpose } from './data-map-tables.ts'
import { RETENTIONS } from './retention-rules.ts'

/** Why something is kept, and what allows it (PIPL art. 13). */
const PURPOSES: Record<Purpose, { purpose: Localized; basis: Localized }> = {
  people: {
    purpose: { zh: '识别和联系参与网格工作的人', en: 'To know and to reach those who work in the grid' },
    basis: { zh: '履行法定职责；政治面貌另行单独同意', en: 'Statutory duties; for party status separate consent' },
  },
  duty: {
    purpose: { zh: '安排值守、签到、记录时长', en: 'To arrange duties, to check in, to record hours' },
    basis: { zh: '本人同意；未成年人由监护人同意', en: 'The person’s consent; a guardian’s for a minor' },
  },
  certificate: {
    purpose: {
      zh: '应本人申请出具和核验志愿服务时长证明',
      en: 'To certify hours of service at the person’s wish, and to verify it',
    },
    basis: {
      zh: '本人逐次同意；撤销即停止公开',
      en: 'The person’s consent, given for each certificate; revoking it ends what is told',
    },
  },
  organisation: {
    purpose: { zh: '明确所属组织、报到社区和负责人', en: 'To know the organisation, the community and who answers' },
    basis: { zh: '履行法定职责', en: 'Statutory duties' },
  },
  appointment: {
    purpose: { zh: '明确谁在何时负责哪个网格', en: 'To know who answers for which grid and when' },
    basis: { zh: '履行法定职责', en: 'Statutory duties' },
  },
  report: {
    purpose: { zh: '核实、处置问题并告知结果', en: 'To check and settle an issue and to tell the outcome' },
    basis: {
      zh: '报告人同意；热线派来的工单：履行法定职责',
      en: 'The reporter’s consent; for orders of the hotline, statutory duties',
    },
  },
  access: {
    purpose: { zh: '确认使用者身份、防止滥用', en: 'To know who calls, and to prevent misuse' },
    basis: { zh: '履行法定的安全保护义务', en: 'The duty to keep data safe' },
  },
  accountability: {
    purpose: { zh: '证明同意和操作的经过', en: 'To prove consent and who did what' },
    basis: { zh: '履行法定的记录义务', en: 'The duty to keep records' },
  },
  service: {
    purpose: { zh: '重复发送的请求得到同一答复', en: 'To answer a repeated request alike' },
    basis: { zh: '提供服务所必需', en: 'Needed for the service' },
  },
}

const localizedText = z.object({ zh: z.string(), en: z.string() })

export const dataMapSchema = z.object({
  fields: z.array(
    z.object({
      table: z.string(),
      column: z.string(),
      /** What it says of a person; `person` where it is their id. */
      field: z.string(),
      purpose: localizedText,
      basis: localizedText,
      retention: localizedText,
      /** Whoever gets the field in an answer: callers, of staff their roles. */
      seenBy: z.array(z.string()),
      /** `row`: it goes with its row; `emptied`; `tombstone`: a name that is nobody's takes its place. */
      erased: z.enum(['row', 'emptied', 'tombstone']),
    }),
  ),
})
export type DataMap = z.infer<typeof dataMapSchema>

/** Every personal field that is kept: from the map of columns, and from the answers that carry its kind. */
export function dataMap(operations: readonly AnyOperation[]): DataMap {
  const seenBy = readersOf(operations)
  const fields = Object.entries(DATA_MAP).flatMap(([table, { purpose, retention, columns }]) =>
    Object.entries(columns).flatMap(([column, entry]) => {
      if (entry.kind === 'none') return []
      if (purpose === undefined || retention === undefined) {
        throw new Error(`Expected purpose and retention for table ${table} with the personal column ${column}, got none`)
      }
      const field = entry.kind === 'person' ? 'person' : entry.field
      const common = { ...PURPOSES[purpose], retention: RETENTIONS[retention].told, seenBy: seenBy.get(field) ?? [] }
      return [{ table, column, field, ...common, erased: entry.erased }]
    }),
  )
  return { fields }
}

type General = Operation<unknown, unknown>

/** By field: who may call what answers with it. */
function readersOf(operations: readonly AnyOperation[]): Map<PersonalField, string[]> {
  const readers = new Map<PersonalField, Set<string>>()
  for (const { access, roles = [], answers } of operations as unknown as General[]) {
    const fields = Object.values(answers).flatMap(({ schema }) => (schema ? personalFields(schema) : []))
    for (const field of fields) {
      const known = readers.get(field) ?? new Set()
      for (const caller of access) for (const name of namesOf(caller, roles)) known.add(name)
      readers.set(field, known)
    }
  }
  return new Map([...readers].map(([field, names]) => [field, [...names].sort()]))
}

const namesOf = (caller: Access, roles: readonly string[]): string[] => (caller === 'staff' ? [...roles] : [caller])

/** The marks in a schema, wherever they are. */
export function personalFields(schema: z.ZodMiniType): PersonalField[] {
  const found = new Set<PersonalField>()
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit)
    if (typeof value !== 'object' || value === null) return
    const mark = (value as Record<string, unknown>)['x-wangge-personal']
    if (typeof mark === 'string') found.add(mark as PersonalField)
    Object.values(value).forEach(visit)
  }
  visit(z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'output', unrepresentable: 'any' }))
  return [...found]
}

/** The map as a document. */
export function dataMapText({ fields }: DataMap): string {
  const rows = fields.map(({ table, column, field, purpose, basis, retention, seenBy, erased }) =>
    [
      `${table}.${column}`,
      field,
      `${purpose.zh}<br>${purpose.en}`,
      `${basis.zh}<br>${basis.en}`,
      `${retention.zh}<br>${retention.en}`,
      seenBy.length > 0 ? seenBy.join(', ') : '—',
      erased,
    ].join(' | '),
  )
  return [
    '# Data map 个人信息清单',
    '',
    'Every column that says something of a person or names one. Made by `wangge data-map`; a test holds it to the tables.',
    '“Seen by” names whoever may call what answers with such a field, within their reach; `person` is oneself.',
    '',
    '<!-- prettier-ignore -->',
    '| Column 字段 | Field 类别 | Purpose 目的 | Basis 依据 | Retention 期限 | Seen by 可见者 | Erased 删除方式 |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map((row) => `| ${row} |`),
    '',
  ].join('\n')
}
