// What editors and frameworks know of the elements, out of the comments of their classes: custom-elements.json, data for VS Code
// and JetBrains, and types for React, Vue and Svelte, in packages/elements/dist. Part of the build, after its declarations.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { create, ts } from '@custom-elements-manifest/analyzer/index.js'
import { litPlugin } from '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js'
import { getWebTypesData } from 'custom-element-jet-brains-integration'
import { getVsCodeCssCustomData, getVsCodeHtmlCustomData } from 'custom-element-vs-code-integration'
import { frameworkTypes } from './framework-types.mjs'

const PACKAGE = fileURLToPath(new URL('../packages/elements/', import.meta.url))
const DIST = join(PACKAGE, 'dist')

/** The classes of elements, and those they stand on. */
function sources() {
  const files = readdirSync(join(PACKAGE, 'src'), { recursive: true })
  return files.filter((file) => /^([a-z-]+\/)?[a-z-]+\.ts$/.test(file) && !/(^|\/)(strings|define)/.test(file)).sort()
}

/**
 * Keeps the elements alone, with what their comments say of them; what a page neither sets nor hears is nobody's business. The
 * analyzer takes the fields of an event for events.
 */
function publicElements({ modules, ...manifest }) {
  return {
    ...manifest,
    modules: modules.flatMap((module) => {
      const [element] = module.declarations.filter(({ tagName }) => tagName)
      if (!element) return []
      const path = module.path.replace(/^src\//, 'dist/').replace(/\.ts$/, '.js')
      const declaration = { name: element.name, module: path }
      const said = new Map((element.attributes ?? []).map(({ fieldName, name, description }) => [fieldName ?? name, description]))
      const members = (element.members ?? [])
        .filter(({ name, privacy, static: isStatic }) => !privacy && !isStatic && !/^form[A-Z].*Callback$/.test(name))
        .map((member) => ({ description: said.get(member.name), ...member }))
      const events = (element.events ?? []).filter(({ name }) => name?.startsWith('wg-'))
      return {
        ...module,
        path,
        declarations: [{ ...element, members, events }],
        exports: [
          { kind: 'js', name: element.name, declaration },
          { kind: 'custom-element-definition', name: element.tagName, declaration },
        ],
      }
    }),
  }
}

/** The manifest of the elements, by their sources. */
export function elementManifest() {
  const modules = sources().map((file) =>
    ts.createSourceFile(`src/${file}`, readFileSync(join(PACKAGE, 'src', file), 'utf8'), ts.ScriptTarget.ES2022, true),
  )
  return publicElements(create({ modules, plugins: litPlugin(), context: { dev: false, thirdPartyCEMs: [] } }))
}

/** As their makers write it, without what they do not know. */
const parsed = (text) => JSON.parse(text.replaceAll(' _(default: undefined)_', ''))

/** One entry for a property that several elements take. */
function once(entries) {
  return [...new Map(entries.map((entry) => [entry.name, entry])).values()]
}

if (import.meta.main) {
  const manifest = elementManifest()
  const { name, version } = JSON.parse(readFileSync(join(PACKAGE, 'package.json'), 'utf8'))
  const css = parsed(getVsCodeCssCustomData(manifest, {}))
  const data = {
    'custom-elements.json': manifest,
    'vscode.html-custom-data.json': parsed(getVsCodeHtmlCustomData(manifest, {})),
    'vscode.css-custom-data.json': { ...css, properties: once(css.properties), pseudoElements: once(css.pseudoElements ?? []) },
    'web-types.json': { ...parsed(getWebTypesData(manifest, {})), name, version },
  }
  for (const [file, value] of Object.entries(data)) writeFileSync(join(DIST, file), `${JSON.stringify(value, null, 2)}\n`)
  const elements = manifest.modules.flatMap(({ declarations }) => declarations)
  for (const [file, text] of Object.entries(frameworkTypes(elements))) writeFileSync(join(DIST, file), text)
}
