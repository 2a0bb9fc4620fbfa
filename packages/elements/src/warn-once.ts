const warned = new Set<string>()

/** To the page's developer: an element never throws for a bad property. */
export function warnOnce(message: string): void {
  if (warned.has(message)) return
  warned.add(message)
  // eslint-disable-next-line no-console -- the page's developer is the reader
  console.warn(message)
}
