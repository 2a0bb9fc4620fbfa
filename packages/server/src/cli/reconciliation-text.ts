import type { Reconciliation, RollDifference, Tally } from '@wangge/core/roster'
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

/** Who declares another number of members than memberships are kept of, with both; nothing where nobody does. */
export function rollDifferencesText(
  { total, organisations }: { total: number; organisations: readonly RollDifference[] },
  lang: Lang,
): string[] {
  if (total === 0) return []
  const isZh = lang === 'zh'
  const more = total - organisations.length
  return [
    isZh ? `在册人数与组织关系不符的党组织：${total}` : `Another number of members declared than memberships in force: ${total}`,
    ...organisations.map(({ orgId, name, registered, members }) =>
      isZh
        ? `  ${name.zh} (${orgId})  申报 ${registered} · 组织关系 ${members}`
        : `  ${name.en} (${orgId})  declared ${registered} · memberships ${members}`,
    ),
    ...(more > 0 ? [isZh ? `  另有 ${more} 个` : `  and ${more} more`] : []),
  ]
}

function line(name: string, { actual, declared, difference = 0 }: Tally, lang: Lang): string {
  if (declared === undefined) return `${String(actual).padStart(6)}  ${name}`
  const sign = difference > 0 ? `+${difference}` : String(difference)
  const against = lang === 'zh' ? `申报 ${declared}` : `declared ${declared}`
  return `${String(actual).padStart(6)}  ${name} · ${against}${difference === 0 ? '' : ` · ${sign}`}`
}
