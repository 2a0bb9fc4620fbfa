import type { ReportIn } from '@wangge/core/roster/schema'
import { DATA_OPTIONS, readArguments } from './arguments.ts'
import { languageOf } from './language.ts'
import type { Lang } from './language.ts'
import { runAdmin } from './run-admin.ts'

/** `wangge roster report-in [--from DATE] [--to DATE]`: of those registered at each community, how many reported in there. */
export async function reportIn(args: string[]): Promise<void> {
  const { data, district, from, to, json, lang } = readArguments(args, {
    ...DATA_OPTIONS,
    from: { type: 'string' },
    to: { type: 'string' },
    json: { type: 'boolean', default: false },
    lang: { type: 'string' },
  })
  const shown = languageOf(lang)
  const input = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) }
  const told = await runAdmin('roster-report-in', { data, district, input })
  console.log(json ? JSON.stringify(told) : reportInText(told, shown))
}

interface Rate {
  reported: number
  registered: number
}

/** One line each for all, every community, and each organisation: the rate, its numerator and its denominator. */
export function reportInText({ asOf, from, to, total, communities, organisations, unaffiliated }: ReportIn, lang: Lang): string {
  const words = WORDS[lang]
  const line = (name: string, rate: Rate, more: string[] = []) =>
    [`${percent(rate).padStart(7)}  ${rate.reported}/${rate.registered}`.padEnd(22), name, ...more].join('  ')
  const others = (count: number) => (count > 0 ? [words.others(count)] : [])
  return [
    words.head(from, to, asOf),
    line(words.total, total, others(total.others)),
    words.communities,
    ...communities.map((one) => line(one.name[lang], one, [...one.schemeTags, ...others(one.others)])),
    words.organisations,
    ...organisations.map((one) => line(`${one.name[lang]} (${one.orgId})`, one)),
    ...(unaffiliated.registered > 0 ? [line(words.unaffiliated, unaffiliated)] : []),
  ].join('\n')
}

/** Of nobody there is no rate. */
const percent = ({ reported, registered }: Rate): string =>
  registered === 0 ? '–' : `${((100 * reported) / registered).toFixed(2)}%`

const WORDS = {
  zh: {
    head: (from: string, to: string, asOf: string) => `报到率（报到人数/登记人数），${from} 起至 ${to} 前，截至 ${asOf}`,
    total: '全部',
    communities: '按社区：',
    organisations: '按党组织：',
    unaffiliated: '不在任何党组织名册上的人',
    others: (count: number) => `另有 ${count} 人未在此登记而来报到`,
  },
  en: {
    head: (from: string, to: string, asOf: string) =>
      `Report-in rate (reported/registered) from ${from} until before ${to}, as of ${asOf}`,
    total: 'all',
    communities: 'By community:',
    organisations: 'By organisation:',
    unaffiliated: 'people on no organisation’s roll',
    others: (count: number) => `and ${count} who reported in without being registered here`,
  },
}
