import { parseXml, XmlElement, XmlText } from '@rgrove/parse-xml'

/** What GeoReport v2 answers with. Anything else in angle brackets is somebody's page. */
const ROOTS: ReadonlySet<string> = new Set(['services', 'service_definition', 'service_requests', 'errors'])

/** A page's worth and far below what a browser can hold; a list of services has no more. */
const MOST_CHARACTERS = 20_000_000

/**
 * An XML answer in the shape in which its JSON would be wrapped: elements by name, several of a name as a list, texts as texts. No
 * document type is read, so that no entity is ever expanded.
 * @returns undefined where the text is no well-formed answer of GeoReport v2
 * @example readXml('<services><service><service_code>1</service_code></service></services>') // { services: { service: { service_code: '1' } } }
 */
export function readXml(text: string): unknown {
  if (text.length > MOST_CHARACTERS) return undefined
  try {
    const { root } = parseXml(text)
    return root && ROOTS.has(root.name) ? named([[root.name, valueOf(root)]]) : undefined
  } catch {
    return undefined
  }
}

function valueOf(element: XmlElement): unknown {
  const children = element.children.filter((child): child is XmlElement => child instanceof XmlElement)
  if (children.length === 0) {
    // A text in CDATA is a text.
    return element.children.map((child) => (child instanceof XmlText ? child.text : '')).join('')
  }
  const values = new Map<string, unknown[]>()
  for (const child of children) values.set(child.name, [...(values.get(child.name) ?? []), valueOf(child)])
  return named([...values].map(([name, all]) => [name, all.length === 1 ? all[0] : all]))
}

/** Without a prototype: a name is a name, whatever it is. */
const named = (entries: [string, unknown][]): object => Object.assign(Object.create(null) as object, Object.fromEntries(entries))
