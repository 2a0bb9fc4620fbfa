type Lang = 'zh' | 'en'

const number = (value: number, digits: number, lang: Lang) =>
  value.toLocaleString(lang === 'zh' ? 'zh-CN' : 'en-US', { maximumSignificantDigits: digits })

/** m² up to a hectare or so, then km². */
export function areaText(area: number, lang: Lang): string {
  if (area === 0) return '0 m²'
  return area >= 100_000 ? `${number(area / 1_000_000, 4, lang)} km²` : `${number(area, 3, lang)} m²`
}

/** mm, cm, m or km: a clerk reads 1 cm, not 0.01 m. */
export function lengthText(length: number, lang: Lang): string {
  if (length === 0) return '0 m'
  if (length < 0.01) return `${number(length * 1000, 3, lang)} mm`
  if (length < 1) return `${number(length * 100, 3, lang)} cm`
  return length < 10_000 ? `${number(length, 3, lang)} m` : `${number(length / 1000, 4, lang)} km`
}

export const countText = (count: number, lang: Lang): string => count.toLocaleString(lang === 'zh' ? 'zh-CN' : 'en-US')
