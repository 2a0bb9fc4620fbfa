import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { elementManifest } from './element-data.mjs'

const SCRIPTS = import.meta.dirname
const SOURCES = fileURLToPath(new URL('../packages/elements/src/', import.meta.url))
const elements = elementManifest().modules.flatMap(({ path, declarations }) => declarations.map((one) => ({ ...one, path })))

/** What the compiler has against files that hosts' developers might write beside these scripts, and against what they import of ours. */
function complaints(texts) {
  const paths = new Map(Object.entries(texts).map(([name, text]) => [join(SCRIPTS, name), text]))
  const options = {
    ...{ strict: true, noEmit: true, jsx: ts.JsxEmit.ReactJSX, target: ts.ScriptTarget.ES2022, types: [] },
    ...{ module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  }
  const host = ts.createCompilerHost(options)
  const { getSourceFile, fileExists } = host
  host.fileExists = (file) => paths.has(file) || fileExists(file)
  host.getSourceFile = (file, ...rest) =>
    paths.has(file) ? ts.createSourceFile(file, paths.get(file), ts.ScriptTarget.ES2022, true) : getSourceFile(file, ...rest)
  const found = Object.fromEntries(Object.keys(texts).map((name) => [name, '']))
  for (const { file, messageText } of ts.getPreEmitDiagnostics(ts.createProgram([...paths.keys()], options, host))) {
    const name = file && paths.has(file.fileName) ? basename(file.fileName) : undefined
    if (name || !file || file.fileName.includes('packages/elements'))
      found[name ?? 'ours'] = `${found[name ?? 'ours'] ?? ''}${ts.flattenDiagnosticMessageText(messageText, '\n')}\n`
  }
  return found
}

test('every element is in the manifest, each attribute, event and part of it with what it is for', () => {
  const folders = readdirSync(SOURCES, { recursive: true }).filter((file) => file.endsWith('/define.ts'))
  assert.deepEqual(elements.map(({ tagName }) => tagName).sort(), folders.map((file) => `wg-${file.split('/')[0]}`).sort())
  for (const { tagName, attributes = [], events = [], cssParts = [], members = [] } of elements)
    for (const { name, description } of [...attributes, ...events, ...cssParts, ...members])
      assert.ok(description, `<${tagName}>: ${name}`)
})

test('every part that an element names in its templates is documented', () => {
  for (const { tagName, path, cssParts = [] } of elements) {
    const folder = join(SOURCES, path.split('/')[1])
    const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.ts') && !file.includes('.test.'))
    const named = files.flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(/\bpart="([a-z -]+)"/g)])
    const known = new Set(cssParts.map(({ name }) => name))
    for (const part of named.flatMap(([, parts]) => parts.split(' '))) assert.ok(known.has(part), `<${tagName}>: ${part}`)
  }
})

test('a React, a Svelte and a Vue host are told of a wrong attribute and of what an event carries', () => {
  const react = (element) => `import type {} from '@wangge/elements/react'\nexport const page = () => ${element}\n`
  const svelte = (props) => `import type {} from '@wangge/elements/svelte'
import type { SvelteHTMLElements } from 'svelte/elements'
export const props: SvelteHTMLElements['wg-issue-form'] = ${props}\n`
  const vue = (props) => `import type {} from '@wangge/elements/vue'
import type { GlobalComponents } from 'vue'
export const props: Partial<InstanceType<GlobalComponents['wg-grid-tree']>['$props']> = ${props}\n`
  const found = complaints({
    'react.tsx': react(`<wg-provider endpoint="https://wangge.example" site-key="wk_1" lang="zh">
      <wg-volunteer-signup org="o1" className="wide" onwg-volunteer-signup-submit={(event) => event.signUpId.length} />
    </wg-provider>`),
    'react-value.tsx': react('<wg-provider theme="green" />'),
    'react-name.tsx': react('<wg-volunteer-signup orgs="o1" />'),
    'react-event.tsx': react('<wg-volunteer-signup onwg-volunteer-signup-submit={(event) => event.nothing} />'),
    'svelte.ts': svelte(`{ endpoint: 'https://wangge.example', class: 'wide', required: true }`),
    'svelte-name.ts': svelte(`{ endpoints: 'https://wangge.example' }`),
    'vue.ts': vue(`{ selected: 'g1', onWgGridTreeSelect: (event) => event.gridId.length }`),
    'vue-value.ts': vue('{ selected: 1 }'),
  })
  const { 'react.tsx': a, 'svelte.ts': b, 'vue.ts': c, ours = '' } = found
  assert.deepEqual({ a, b, c, ours }, { a: '', b: '', c: '', ours: '' })
  assert.match(found['react-value.tsx'], /"green"/)
  assert.match(found['react-name.tsx'], /orgs/)
  assert.match(found['react-event.tsx'], /nothing/)
  assert.match(found['svelte-name.ts'], /endpoints/)
  assert.match(found['vue-value.ts'], /number/)
})
