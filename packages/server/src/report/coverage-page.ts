import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { pageData } from './page-data.ts'
import type { PageInput } from './page-data.ts'

/** The page's script and style, built beside this package's own modules; the same way from `src` and from `dist`. */
const PART = (name: string) => new URL(`../../dist/report/page/${name}`, import.meta.url)

/**
 * One page with everything in it: the map of all grids and the findings of their check. It reaches for nothing, and its
 * policy (CSP) lets nothing else run, whatever a grid's name holds.
 */
export async function coveragePage(input: PageInput): Promise<string> {
  const [script, style] = await Promise.all([readFile(PART('page.js'), 'utf8'), readFile(PART('page.css'), 'utf8')])
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const { title, lang } = input
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
<noscript>${NO_SCRIPT}</noscript>
<script type="application/json" id="data">${inScript(JSON.stringify(pageData(input)))}</script>
<script>${script}</script>
</body>
</html>
`
}

const NO_SCRIPT = '本页需要启用脚本才能显示地图和核查结果。 This page needs its script to show the map and the findings.'

const hashOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!)

/** No text of a file can end the script that carries it, or open a comment in it. */
const inScript = (json: string) => json.replaceAll('<', '\\u003c').replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')
