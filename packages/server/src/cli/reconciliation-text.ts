import type { Reconciliation, Tally } from '@wangge/core/roster'
import type { OrganisationKind } from '@wangge/core/roster/schema'
import type { Lang } from './language.ts'

const KINDS: Record<OrganisationKind, Record<Lang, string>> = {
  workCommittee: { zh: '党工委', en: 'work committee' },
  composite: { zh: '综合党委', en: 'composite committees' },
  twoNew: { zh: '两新党组织', en: 'two-new organisations' },
  courtyard: { zh: '小区院落党组织', en: 'courtyard organisations' },
  agency: { zh: '机关企事业单位', en: 'agencies' },
  other: { zh: '其他', en: 'others' },
}

/** Organisations by kind against what was declared: 670 = 157 + 504 + 9, what is counted apart below. */
export function reconciliationText({ total, kinds, remainder, composite, allied }: Reconciliation, lang: Lang): string {
  const rest = remainder.kinds.map((kind) => KINDS[kind][lang]).join(lang === 'zh' ? '、' : ', ')
  const names = {
    total: { zh: '基层党组织合计', en: 'primary organisations' },
    remainder: { zh: `其余${rest === '' ? '' : `（${rest}）`}`, en: `remainder${rest === '' ? '' : ` (${rest})`}` },
    composite: { zh: '综合党委（另计）', en: 'composite committees (apart)' },
    allied: { zh: '党建联盟单位（另计）', en: 'allied units (apart)' },
  }
  return [
    line(names.total[lang], total, lang),
    ...kinds.map(({ kind, ...tally }) => line(`  ${KINDS[kind][lang]}`, tally, lang)),
    line(`  ${names.remainder[lang]}`, remainder, lang),
    line(names.composite[lang], composite, lang),
    line(names.allied[lang], allied, lang),
  ].join('\n')
}

function line(name: string, { actual, declared, difference = 0 }: Tally, lang: Lang): string {
  if (declared === undefined) return `${String(actual).padStart(6)}  ${name}`
  const sign = difference > 0 ? `+${difference}` : String(difference)
  const against = lang === 'zh' ? `申报 ${declared}` : `declared ${declared}`
  return `${String(actual).padStart(6)}  ${name} · ${against}${difference === 0 ? '' : ` · ${sign}`}`
}
