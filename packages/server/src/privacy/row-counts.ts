/** Rows changed or deleted, by table. */
export interface RowCounts {
  add(table: string, count: number | bigint | undefined): void
  /** Tables with any, by name. */
  all(): Record<string, number>
}

export function createRowCounts(): RowCounts {
  const counts = new Map<string, number>()
  return {
    add(table, count = 0) {
      if (count > 0) counts.set(table, (counts.get(table) ?? 0) + Number(count))
    },
    all: () => Object.fromEntries([...counts].sort(([one], [other]) => (one < other ? -1 : 1))),
  }
}
