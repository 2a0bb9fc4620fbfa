import type { GridRecord } from '@wangge/core/grid/schema'

/**
 * Grids with the pinyin of their Chinese name, where they come without: syllables parted by spaces, without tones, ü as v;
 * digits and Latin letters stay together. What is polyphonic follows the library's dictionary of words.
 */
export async function withPinyin(grids: readonly GridRecord[]): Promise<GridRecord[]> {
  if (grids.every(({ pinyin }) => pinyin !== undefined)) return [...grids]
  // Its dictionary is large, and wanted by this alone.
  const { pinyin } = await import('pinyin-pro')
  const of = (zh: string) =>
    pinyin(zh, { toneType: 'none', type: 'array', nonZh: 'consecutive', v: true })
      .map((syllable) => syllable.trim().toLowerCase())
      .filter((syllable) => syllable !== '')
      .join(' ')
  return grids.map((grid) => (grid.pinyin === undefined ? { ...grid, pinyin: of(grid.name.zh) } : grid))
}
