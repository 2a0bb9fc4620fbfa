/** Markup that is written as it is. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

type Part = string | number | Html | undefined | readonly Html[]

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/**
 * Markup with values put in: text is escaped, other markup is not, and what is undefined is nothing.
 * @example html`<td>${'<b>'}</td>`.text // '<td>&lt;b&gt;</td>'
 */
export const html = (strings: TemplateStringsArray, ...values: Part[]): Html =>
  new Html(strings.reduce((text, string, index) => text + written(values[index - 1]) + string))

function written(value: Part): string {
  if (value === undefined) return ''
  if (value instanceof Html) return value.text
  if (typeof value === 'object') return value.map((one) => one.text).join('')
  return String(value).replaceAll(/[&<>"']/g, (character) => ESCAPES[character]!)
}
