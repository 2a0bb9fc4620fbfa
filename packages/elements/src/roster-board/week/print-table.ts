/**
 * Prints a table alone, on paper across, whatever else the host's page shows: in a frame of its own that goes away. Its style is
 * a constructed sheet, which a page's content policy leaves alone.
 */
export function printTable(table: Element, title: string): void {
  const frame = document.createElement('iframe')
  frame.title = title
  frame.style.position = 'fixed'
  frame.style.inset = '0 auto auto -10000px'
  frame.style.border = '0'
  document.body.append(frame)
  const inner = frame.contentWindow as (Window & typeof globalThis) | null
  if (!inner) return frame.remove()
  const sheet = new inner.CSSStyleSheet()
  sheet.replaceSync(PAPER)
  inner.document.adoptedStyleSheets = [sheet]
  inner.document.title = title
  const heading = inner.document.createElement('h1')
  heading.textContent = title
  inner.document.body.append(heading, inner.document.importNode(table, true))
  inner.addEventListener('afterprint', () => frame.remove())
  inner.focus()
  inner.print()
}

const PAPER = `
  @page { size: A4 landscape; margin: 10mm }
  body { font: 9pt/1.4 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', system-ui, sans-serif; color: #000; margin: 0 }
  h1 { font-size: 13pt; margin: 0 0 3mm }
  table { inline-size: 100%; border-collapse: collapse }
  thead { display: table-header-group }
  tr { break-inside: avoid }
  th, td { border: 0.5pt solid #777; padding: 1mm 1.5mm; vertical-align: top; text-align: start }
  th[scope='row'] span { display: block; font-weight: 400 }
  th[scope='row'] .post { font-weight: 700 }
  tr.kind th { background: #eee }
  button { all: unset; display: block; padding-block: 0.5mm }
  .names { display: block }
  .count { margin-inline-start: 1.5mm }
  svg { display: none }
`
