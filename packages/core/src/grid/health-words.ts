import type { Localized } from '../schema.ts'
import type { AreaRate, GridHealth } from './health-schema.ts'

export const both = (name: Localized, zh: (name: string) => string, en: (name: string) => string): Localized => ({
  zh: zh(name.zh),
  en: en(name.en),
})

/** A message names a few; the gap's `grids` name all. */
export function listOf(names: readonly Localized[]): Localized {
  const shown = names.slice(0, 4)
  const more = names.length > shown.length
  return {
    zh: shown.map(({ zh }) => zh).join('、') + (more ? '等' : ''),
    en: shown.map(({ en }) => en).join(', ') + (more ? ', …' : ''),
  }
}

/** Two digits at least, however small: a sliver is not told as nothing. */
export function squareMetres(area: number): Localized {
  const shown = area >= 10 ? String(Math.round(area)) : String(Number(area.toPrecision(2)))
  return { zh: `${shown} 平方米`, en: `${shown} m²` }
}

/** Never rounded up to 100 %, nor down to 0: a blank of a square metre is one. */
export function percent({ num, den }: AreaRate): string {
  if (den === 0) return '—'
  const share = (num / den) * 100
  if (share > 0 && share < 0.01) return '<0.01%'
  const digits = num < den ? Math.min(99.99, Math.round(share * 100) / 100) : Math.round(share * 100) / 100
  return `${digits}%`
}

export function summaryOf({ area, levels, staff, groups }: Omit<GridHealth, 'summary'>): Localized {
  const { coverage, overlap } = area
  const counts = levels.levels.map(({ rate: { num, den } }) => `${num}/${den}`)
  const { num, den } = staff.rates.full
  const ground = (rate: AreaRate) => ({
    zh: `${percent(rate)}（${shares(rate)} 平方米）`,
    en: `${percent(rate)} (${shares(rate)} m²)`,
  })
  const zh = [
    `覆盖 ${ground(coverage).zh}`,
    `重叠 ${ground(overlap).zh}`,
    ...(counts.length > 0 ? [`层级 ${counts.join('、')}`] : []),
    `1+1+N 配齐 ${num}/${den}`,
    ...(groups ? [`居民群 ${groups.rate.num}/${groups.rate.den}`] : []),
  ]
  const en = [
    `covered ${ground(coverage).en}`,
    `overlap ${ground(overlap).en}`,
    ...(counts.length > 0 ? [`levels ${counts.join(', ')}`] : []),
    `1+1+N complete ${num}/${den}`,
    ...(groups ? [`residents’ groups ${groups.rate.num}/${groups.rate.den}`] : []),
  ]
  return { zh: `${zh.join('；')}。`, en: `${en.join('; ')}.` }
}

const shares = ({ num, den }: AreaRate) => `${Math.round(num)}/${Math.round(den)}`
