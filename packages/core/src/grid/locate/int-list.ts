/** A list of whole numbers that grows. */
export interface IntList {
  readonly length: number
  readonly items: Int32Array
  push(value: number): void
  /** Makes it longer by zeros. */
  extend(by: number): void
  clear(): void
}

export function createIntList(capacity = 64): IntList {
  let items = new Int32Array(capacity)
  let length = 0
  const makeRoom = (wanted: number) => {
    if (wanted <= items.length) return
    const larger = new Int32Array(Math.max(wanted, 2 * items.length))
    larger.set(items)
    items = larger
  }
  return {
    get length() {
      return length
    },
    get items() {
      return items
    },
    push(value) {
      makeRoom(length + 1)
      items[length++] = value
    },
    extend(by) {
      makeRoom(length + by)
      items.fill(0, length, length + by)
      length += by
    },
    clear() {
      length = 0
    },
  }
}
