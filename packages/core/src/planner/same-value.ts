/** Whether two pieces of plain data say the same; the order of fields does not matter, nor do those that are undefined. */
export function isSameValue(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return Object.is(one, other)
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false
    return one.every((item, at) => isSameValue(item, other[at]))
  }
  const [own, others] = [one as Record<string, unknown>, other as Record<string, unknown>]
  for (const name in own) if (!isSameValue(own[name], others[name])) return false
  for (const name in others) if (own[name] === undefined && others[name] !== undefined) return false
  return true
}
