const STEPS: Record<string, readonly [rows: number, columns: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/**
 * The shift that a key leads to, as the APG grid pattern has it: arrows go on to the next cell that has one, within a cell from one
 * to the other, Home and End to the ends of the row, with Ctrl to those of the table. Nothing for any other key.
 */
export function moveInGrid(root: ParentNode, event: KeyboardEvent): HTMLElement | undefined {
  const from = (event.target as Element).closest<HTMLElement>('.shift')
  if (!from) return undefined
  const rows = [...root.querySelectorAll<HTMLElement>('tr.row')].map((row) =>
    [...row.querySelectorAll('td')].map((cell) => [...cell.querySelectorAll<HTMLElement>('.shift')].filter(isShown)),
  )
  const row = rows.findIndex((cells) => cells.some((cell) => cell.includes(from)))
  const cells = rows[row]
  if (!cells) return undefined
  const column = cells.findIndex((cell) => cell.includes(from))
  if (event.key === 'Home' || event.key === 'End') {
    const all = (event.ctrlKey ? rows.flat() : cells).flat()
    return event.key === 'Home' ? all[0] : all.at(-1)
  }
  const step = STEPS[event.key]
  if (!step) return undefined
  const [down, right] = step
  if (down !== 0) {
    const inCell = cells[column]!
    const next = inCell[inCell.indexOf(from) + down]
    if (next) return next
    for (let at = row + down; at >= 0 && at < rows.length; at += down) {
      const cell = rows[at]![column]!
      if (cell.length > 0) return down > 0 ? cell[0] : cell.at(-1)
    }
    return undefined
  }
  for (let at = column + right; at >= 0 && at < cells.length; at += right) {
    if (cells[at]!.length > 0) return cells[at]![0]
  }
  return undefined
}

const isShown = (element: HTMLElement): boolean => element.offsetParent !== null
