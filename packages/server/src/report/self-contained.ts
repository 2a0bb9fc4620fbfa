import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'

export interface SelfContained {
  /** Folder of the page's own script and style. */
  folder: 'page' | 'roster'
  title: string
  lang: 'zh' | 'en'
  /** What the page's script reads. */
  data: unknown
  /** Told where scripts do not run, in both languages. */
  noScript: string
}

/** A page's script and style, built beside this package's own modules; the same way from `src` and from `dist`. */
const PART = (folder: string, name: string) => new URL(`../../dist/report/${folder}/${name}`, import.meta.url)

/**
 * One page with everything in it. It reaches for nothing, and its policy (CSP) lets nothing else run, whatever a name or an id
 * in its data holds.
 */
export async function selfContained({ folder, title, lang, data, noScript }: SelfContained): Promise<string> {
  const [script, style] = await Promise.all([
    readFile(PART(folder, 'page.js'), 'utf8'),
    readFile(PART(folder, 'page.css'), 'utf8'),
  ])
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return `<!doctype html>
<html lang="${lang === 'zh' ? 'zh-CN' : 'en'}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${escaped(title)}</title>
<style>${style}</style>
</head>
<body>
<noscript>${noScript}</noscript>
<script type="application/json" id="data">${inScript(JSON.stringify(data))}</script>
<script>${script}</script>
</body>
</html>
`
}

const hashOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!)

/** No text of a file can end the script that carries it, or open a comment in it. */
const inScript = (json: string) => json.replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
