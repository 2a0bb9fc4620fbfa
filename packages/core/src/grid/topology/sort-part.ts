/** Sorts a part of a list in place; most parts are short. */
export function sortPart(values: Int32Array, start: number, end: number, compare: (a: number, b: number) => number): void {
  if (end - start > 12) {
    values.subarray(start, end).sort(compare)
    return
  }
  for (let i = start + 1; i < end; i++) {
    const value = values[i]!
    let j = i
    for (; j > start && compare(values[j - 1]!, value) > 0; j--) values[j] = values[j - 1]!
    values[j] = value
  }
}
