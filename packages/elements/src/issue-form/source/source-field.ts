import { nothing } from 'lit'
import type { ReportSource } from '@wangge/core/issue'
import { choiceField } from '../../form-fields.ts'
import type { Locale } from '../../locale.ts'
import { refusalNotice } from '../sending/refusal-notice.ts'
import type { ReportSources } from './report-source.ts'

/** As what somebody reports, where there is something to choose; and that they may not, where the page asks for what is not theirs. */
export function sourceField(locale: Locale, sources: ReportSources): unknown {
  const { allowed, chosen, pick, isRefused } = sources
  const { issue } = locale.t
  const refused = isRefused
    ? refusalNotice(locale, { reason: 'source-not-allowed', detail: { source: chosen, allowed: [...allowed] } }, 'source-refusal')
    : nothing
  if (allowed.length === 1) return refused
  return [
    refused,
    choiceField(locale, {
      id: 'source',
      label: issue.source,
      choices: allowed.map((value) => ({ value, label: issue.sources[value] })),
      values: [chosen],
      onChange: ([value]) => pick(value as ReportSource),
    }),
  ]
}
