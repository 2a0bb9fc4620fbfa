import type { Id, Localized } from '../schema.ts'

export interface NameIndex {
  /** Ids of those with this id, or this whole name in either language. */
  find(text: string): readonly Id[]
}

export function indexNames(records: readonly { id: Id; name: Localized }[]): NameIndex {
  const byText = new Map<string, Id[]>()
  const add = (text: string, id: Id) => {
    const ids = byText.get(fold(text)) ?? []
    if (!ids.includes(id)) byText.set(fold(text), [...ids, id])
  }
  const ids = new Set(records.map(({ id }) => id))
  for (const { id, name } of records) for (const text of [name.zh, name.en]) add(text, id)
  return { find: (text) => (ids.has(text) ? [text] : (byText.get(fold(text)) ?? [])) }
}

/** Words that differ in case, width or spaces only are the same. */
export const fold = (text: string): string => text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, '')
