export function widthOf(area: number, length: number): number {
  return length > 0 ? (2 * area) / length : 0
}
