import { pinyin } from 'pinyin-pro'

/** Full pinyin, syllables parted by spaces, without tones; ü is written v, digits and Latin letters stay together. */
export const toPinyin = (zh: string): string =>
  pinyin(zh, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true })
    .map((syllable) => syllable.trim().toLowerCase())
    .filter((syllable) => syllable !== '')
    .join(' ')

const ORDINALS = '一二三四五六七八九十'

/** 1 → 一, 12 → 十二; up to 99. */
export function toChineseNumber(n: number): string {
  if (n <= 10) return ORDINALS[n - 1]!
  const [tens, ones] = [Math.floor(n / 10), n % 10]
  return (tens > 1 ? ORDINALS[tens - 1] : '') + '十' + (ones > 0 ? ORDINALS[ones - 1] : '')
}
