/** A last segment in either format: `requests.{format}`, `{id}.{format}`. */
const IN_FORMATS = /([\w-]+|\{(\w+)\})\.\{format\}$/

/**
 * An operation's path in the router's words; what stands behind a parameter in its segment, `.ics`, is part of the value that
 * it gives, and a segment in either format is one value.
 * @example honoPath('/v1/calendars/{secret}.ics') // '/v1/calendars/:secret{[^/]+\\.ics}'
 */
export const honoPath = (path: string): string =>
  path
    .replace(IN_FORMATS, (_, literal: string, name?: string) =>
      name === undefined ? `:format{${literal}\\.(?:xml|json)}` : `:${name}{[^/]+\\.(?:xml|json)}`,
    )
    .replaceAll(/\{(\w+)\}(\.\w+)?/g, (_, name: string, ending?: string) =>
      ending === undefined ? `:${name}` : `:${name}{[^/]+\\${ending}}`,
    )

/**
 * Values of a path's parameters, without what stands behind them.
 * @example pathParams('/requests/{id}.{format}', { id: '7.xml' }) // { id: '7', format: 'xml' }
 */
export function pathParams(path: string, given: Record<string, string>): Record<string, string> {
  const endings = new Map([...path.matchAll(/\{(\w+)\}(\.\w+)/g)].map(([, name, ending]) => [name!, ending!]))
  const params = Object.fromEntries(
    Object.entries(given).map(([name, value]) => [name, value.slice(0, value.length - (endings.get(name) ?? '').length)]),
  )
  const inFormats = IN_FORMATS.exec(path)
  if (!inFormats) return params
  const [, , name = 'format'] = inFormats
  const segment = params[name]!
  const dot = segment.lastIndexOf('.')
  return { ...params, [name]: segment.slice(0, dot), format: segment.slice(dot + 1) }
}
