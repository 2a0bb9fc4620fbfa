/**
 * Reads XML of elements and text only, by the Spark convention: an element of equal children that its name is the plural of is a
 * list. Strict: what is not well-formed, or has anything else, is refused.
 */
export function readXml(text: string): unknown {
  const declared = /^<\?xml version="1\.0" encoding="UTF-8"\?>\n/.exec(text)
  if (!declared) throw new Error(`Expected an XML declaration in UTF-8, got ${text.slice(0, 60)}`)
  const tokens =
    text
      .slice(declared[0].length)
      .trimEnd()
      .match(/<\/?[a-z_]+\/?>|[^<]+/g) ?? []
  if (tokens.join('') !== text.slice(declared[0].length).trimEnd()) throw new Error('Expected elements and text only')
  let at = 0
  const { value } = read()
  if (at !== tokens.length) throw new Error(`Expected one root, got ${tokens[at]} behind it`)
  return value

  function read(): { name: string; value: unknown } {
    const [, name = '', empty] = /^<([a-z_]+)(\/)?>$/.exec(tokens[at++] ?? '') ?? []
    if (name === '') throw new Error(`Expected an element, got ${tokens[at - 1]}`)
    if (empty) return { name, value: name in LISTS ? [] : null }
    const children: { name: string; value: unknown }[] = []
    let words = ''
    while (tokens[at] !== `</${name}>`) {
      if (at >= tokens.length) throw new Error(`Expected </${name}>, got the end`)
      if (tokens[at]!.startsWith('<')) children.push(read())
      else words += unescaped(tokens[at++]!)
    }
    at++
    if (children.length === 0) return { name, value: words }
    if (words.trim() !== '') throw new Error(`Expected elements in ${name}, got text beside them`)
    if (!(name in LISTS)) return { name, value: Object.fromEntries(children.map((child) => [child.name, child.value])) }
    const strange = children.find((child) => child.name !== LISTS[name])
    if (strange) throw new Error(`Expected ${LISTS[name]} in ${name}, got ${strange.name}`)
    return { name, value: children.map((child) => child.value) }
  }
}

const LISTS: Record<string, string> = {
  services: 'service',
  attributes: 'attribute',
  values: 'value',
  service_requests: 'request',
  errors: 'error',
  endpoints: 'endpoint',
  formats: 'format',
}

const unescaped = (text: string) =>
  text.replace(/&(#13|lt|gt|quot|amp);/g, (_, name: string) => ({ '#13': '\r', lt: '<', gt: '>', quot: '"', amp: '&' })[name]!)

/** As XML has it: numbers and booleans are words, and no words are nothing. */
export function asWords(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asWords)
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, asWords(field)]))
  }
  return value === null || value === '' ? null : String(value as string | number | boolean)
}
