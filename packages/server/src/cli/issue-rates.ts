import type { IssueRates, IssueRatesView, RatesBy } from '@wangge/core/issue/schema'
import { ratesBySchema } from '@wangge/core/issue/schema'
import { stringify } from 'csv-stringify/sync'
import { DATA_OPTIONS, readArguments } from './arguments.ts'
import { expectInstant } from './instant-option.ts'
import { languageOf, oneOf } from './language.ts'
import type { Lang } from './language.ts'
import { runAdmin } from './run-admin.ts'
import { printable, tableText } from './table.ts'
import { UsageError } from './usage-error.ts'

const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

/**
 * `wangge issue rates [--by grid|category|period] [--from INSTANT] [--to INSTANT] [--grid ID] [--category ID] [--json|--csv]`: of the
 * issues that were reported in the last 365 days where nothing else is said.
 */
export async function issueRates(args: string[]): Promise<void> {
  const { data, district, json, csv, ...values } = readArguments(args, {
    ...DATA_OPTIONS,
    by: { type: 'string', default: 'grid' },
    from: { type: 'string' },
    to: { type: 'string' },
    grid: { type: 'string' },
    category: { type: 'string' },
    json: { type: 'boolean', default: false },
    csv: { type: 'boolean', default: false },
    lang: { type: 'string' },
  })
  if (json && csv) throw new UsageError('Expected --json or --csv, got both')
  const lang = languageOf(values.lang)
  const by = oneOf('--by', values.by, ratesBySchema.options)
  for (const name of ['from', 'to'] as const) if (values[name] !== undefined) expectInstant(`--${name}`, values[name])
  const { to = new Date().toISOString(), grid: gridId, category: categoryId } = values
  const { from = new Date(Date.parse(to) - 365 * DAY_MS).toISOString() } = values
  const input = { ...(gridId !== undefined && { gridId }), ...(categoryId !== undefined && { categoryId }), from, to, by }
  const view = await runAdmin('issue-rates', { data, district, input })
  if (json) console.log(JSON.stringify(view))
  else if (csv) process.stdout.write(ratesCsv(view))
  else console.log(ratesText(view, lang))
}

const SHARES = {
  response: { zh: '响应率', en: 'answered' },
  responseOnTime: { zh: '按时响应率', en: 'answered on time' },
  resolution: { zh: '解决率', en: 'resolved' },
  satisfaction: { zh: '满意率', en: 'satisfied' },
  acceptance: { zh: '基本满意率', en: 'satisfied or so' },
  rated: { zh: '评价率', en: 'rated' },
  closing: { zh: '结案率', en: 'closed' },
  closingOnTime: { zh: '按期结案率', en: 'closed on time' },
  reopened: { zh: '返工率', en: 'reopened' },
} as const satisfies Partial<Record<keyof IssueRates, Record<Lang, string>>>
const NAMES = Object.keys(SHARES) as (keyof typeof SHARES)[]

const FIRST: Record<RatesBy, Record<Lang, string>> = {
  grid: { zh: '网格', en: 'grid' },
  category: { zh: '类别', en: 'category' },
  period: { zh: '月份', en: 'month' },
}
const WHOLE = { zh: '合计', en: 'all' }
const REST = { zh: '其他', en: 'in none of them' }

const lines = ({ whole, parts }: IssueRatesView, lang: Lang) => [
  { key: '', name: WHOLE[lang], rates: whole },
  ...parts.map((part) => ({ key: part.key ?? '', name: part.name?.[lang] ?? part.key ?? REST[lang], rates: part })),
]

/** For programs: a column for each numerator and each denominator, and when it was counted. */
function ratesCsv(view: IssueRatesView): string {
  const header = [
    'key',
    'name_zh',
    'name_en',
    'reported',
    ...NAMES.flatMap((name) => [`${name}_num`, `${name}_den`]),
    ...['response_median_ms', 'response_of', 'resolution_median_ms', 'resolution_of', 'as_of'],
  ]
  const zh = lines(view, 'zh')
  const en = lines(view, 'en')
  const rows = zh.map(({ key, name, rates }, nth) => [
    ...[key, name, en[nth]!.name, rates.reported],
    ...NAMES.flatMap((share) => [rates[share].num, rates[share].den]),
    ...[rates.timeToResponse.median ?? '', rates.timeToResponse.of, rates.timeToResolution.median ?? ''],
    ...[rates.timeToResolution.of, rates.asOf],
  ])
  return stringify([header, ...rows], { escape_formulas: true })
}

/** Each share as a fraction: nobody reads a percentage without what it is of. */
function ratesText(view: IssueRatesView, lang: Lang): string {
  const header = [
    ...[FIRST[view.by][lang], lang === 'zh' ? '上报' : 'reported'],
    ...NAMES.map((name) => SHARES[name][lang]),
    ...(lang === 'zh' ? ['响应中位数/时', '解决中位数/时'] : ['median h to answer', 'median h to resolve']),
  ]
  const hours = (ms: number | undefined) => (ms === undefined ? '–' : (ms / HOUR_MS).toFixed(1))
  const rows = lines(view, lang).map(({ name, rates }) => [
    ...[printable(name), String(rates.reported)],
    ...NAMES.map((share) => shareText(rates[share])),
    ...[hours(rates.timeToResponse.median), hours(rates.timeToResolution.median)],
  ])
  const time = lang === 'zh' ? `上报于 ${view.from} 至 ${view.to}，截至 ` : `Reported from ${view.from} to ${view.to}, as of `
  return `${time}${view.whole.asOf}\n${tableText([header, ...rows], header.map((_, nth) => nth).slice(1))}`
}

const shareText = ({ num, den }: { num: number; den: number }) =>
  den === 0 ? '–' : `${num}/${den} ${Math.round((num / den) * 100)}%`
