// The oldest browsers that are served (Chrome 107, Safari 16.4, Firefox 110) drop a rule whose selector they do not know, and a
// declaration whose value they do not know. Linting by eslint-plugin-compat looks at scripts alone.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const SOURCES = fileURLToPath(new URL('../packages/elements/src/', import.meta.url))

/** What came later, by the first versions that know it (MDN's compatibility data). */
const LATER = {
  ':has() (Firefox 121)': /:has\(/,
  'nesting (Chrome 112)': /(^|[\s{;])&/m,
  'color-mix() (Chrome 111)': /color-mix\(/,
  'light-dark() (Chrome 123)': /light-dark\(/,
  'oklch() and its like (Chrome 111)': /\b(ok)?(lch|lab)\(/,
  'relative colours (Chrome 119)': /\b(rgb|hsl)a?\(\s*from\b/,
  'small, large and dynamic viewport units (Chrome 108)': /\d(s|l|d)v(h|w|min|max|b|i)\b/,
  ':user-invalid (Chrome 119)': /:user-(in)?valid/,
  '@scope (Chrome 118)': /@scope\b/,
  '@starting-style (Chrome 117)': /@starting-style\b/,
  '@property (Firefox 128)': /@property\s+--/,
  'style queries (Chrome 111)': /@container[^{]*\bstyle\(/,
  'subgrid (Chrome 117)': /:\s*subgrid\b/,
  'trigonometry and round() in values (Chrome 111)': /:[^;{]*\b(round|mod|rem|sin|cos|tan|exp|sqrt|hypot)\(/,
  'popover (Chrome 114)': /:popover-open/,
  'anchors (Chrome 125)': /\banchor-name|position-anchor/,
}

/** The style sheets of a module: what stands in css`…`, with what is put into it left out, and without comments. */
function styleSheets(text) {
  return [...text.matchAll(/\bcss`([^`]*)`/g)].map(([, css]) =>
    css
      .replace(/\$\{[^}]*\}/g, '')
      .replace(/\/\*[^]*?\*\//g, '')
      // What is empty takes a gap's room where this is not known, and is as empty.
      .replace(/[^{}]*:not\(:has\([^{}]*\{\s*(display: none|position: absolute);\s*\}/g, '')
      // The line above says it for those that do not know this one.
      .replace(/([a-z-]+): 100vh;\s*\1: 100dvh;/g, ''),
  )
}

const tooNew = (css) => Object.keys(LATER).filter((what) => LATER[what].test(css))

test('no style sheet uses what the oldest browsers that are served do not know', () => {
  const files = readdirSync(SOURCES, { recursive: true }).filter((file) => file.endsWith('.styles.ts'))
  assert.ok(files.length > 20)
  const found = files.flatMap((file) =>
    styleSheets(readFileSync(join(SOURCES, file), 'utf8')).flatMap((css) => tooNew(css).map((what) => `${file}: ${what}`)),
  )
  assert.deepEqual(found, [])
})

test('what is too new is found, and what is old enough is not', () => {
  assert.deepEqual(tooNew('.a:has(.b) { color: color-mix(in srgb, red, blue); height: 50dvh }').length, 3)
  assert.deepEqual(tooNew('.a { & .b { width: round(1px, 2px) } }').length, 2)
  assert.deepEqual(tooNew('@container wg (max-width: 4em) { .a:is(.b, .c) { inset: 0; inline-size: min(1em, 2vw) } }'), [])
})
