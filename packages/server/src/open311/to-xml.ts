/** What a list holds, by the list's name; as the specification has them. */
const ITEMS: Readonly<Record<string, string>> = {
  services: 'service',
  attributes: 'attribute',
  values: 'value',
  service_requests: 'request',
  errors: 'error',
  endpoints: 'endpoint',
  formats: 'format',
}

/**
 * A record as XML: each field an element, each list an element of its items, null an empty one. The specification has neither
 * attributes nor namespaces nor mixed content, so that this is all of XML that it takes, and no library earns its place.
 * @throws RangeError for a list of which nobody has said what it holds
 * @example toXml('errors', [{ code: 404 }]) // '<?xml …?>\n<errors><error><code>404</code></error></errors>\n'
 */
export const toXml = (root: string, value: unknown): string => `<?xml version="1.0" encoding="UTF-8"?>\n${element(root, value)}\n`

function element(name: string, value: unknown): string {
  const content = contentOf(name, value)
  return content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`
}

function contentOf(name: string, value: unknown): string {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) {
    const item = ITEMS[name]
    if (item === undefined) throw new RangeError(`Expected to know what ${name} holds`)
    return value.map((one) => element(item, one)).join('')
  }
  if (typeof value === 'object') {
    return Object.entries(value)
      .filter(([, field]) => field !== undefined)
      .map(([field, own]) => element(field, own))
      .join('')
  }
  return escaped(String(value as string | number | boolean))
}

/** Characters that no XML 1.0 document may have, not even escaped. */
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' }

const escaped = (text: string): string =>
  text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"\r]/g, (character) => ESCAPES[character]!)
