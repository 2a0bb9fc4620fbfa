// Types of the elements' tags for React 19, Vue 3 and Svelte 5, out of their manifest. Importing one of the files is enough:
// `import type {} from '@wangge/elements/react'`.

/** `wg-volunteer-signup-submit` as Vue names its listener. */
const camel = (text) => text.replace(/-(.)/g, (_, letter) => letter.toUpperCase())

/** As one line of a documentation comment. */
const said = (text = '') => text.replace(/\s+/g, ' ').replaceAll('*/', '* /')

const listed = (lines) => lines.map(([doc, line]) => `  /** ${said(doc)} */\n  ${line}\n`).join('')

/** What may be set, as attribute or property. */
function settable({ name, attributes = [], members = [] }) {
  const fields = members.filter(({ kind, readonly }) => kind === 'field' && !readonly)
  const typeOf = (field) => `${name}['${field}'] | undefined`
  const lines = new Map()
  for (const { name: field, description } of fields) lines.set(field, [description, `${field}?: ${typeOf(field)}`])
  for (const { name: attribute, fieldName, description } of attributes) {
    const field = fieldName ?? fields.find((one) => one.attribute === attribute)?.name ?? camel(attribute)
    lines.set(attribute, [description, `'${attribute}'?: ${typeOf(field)}`])
  }
  return listed([...lines.values()])
}

const propsOf = ({ name }) => `${name}Props`

const heard = (events, listener) =>
  listed(
    events.map(({ name, description, type }) => [
      description,
      `'${listener(name)}'?: ((event: ${type.text}) => void) | undefined`,
    ]),
  )

function file(elements, { head, listener, tags }) {
  const props = elements.map((element) => {
    const { events = [] } = element
    return `export interface ${propsOf(element)} {\n${settable(element)}${heard(events, listener)}}\n`
  })
  const names = elements.flatMap(({ name, events = [] }) => [name, ...events.map(({ type }) => type.text)])
  return `${head}import type {\n${names.map((name) => `  ${name},\n`).join('')}} from './index.js'\n\n${props.join('\n')}\n${tags}`
}

/** Declaration files by name. */
export function frameworkTypes(elements) {
  const entries = (typeOf) => elements.map((one) => `      '${one.tagName}': ${typeOf(one)}`).join('\n')
  return {
    'react.d.ts': file(elements, {
      head: "import type { DetailedHTMLProps, HTMLAttributes } from 'react'\n",
      listener: (event) => `on${event}`,
      tags: `type Tag<Element, Props> = Omit<DetailedHTMLProps<HTMLAttributes<Element>, Element>, keyof Props> & Props
declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
${entries((one) => `Tag<${one.name}, ${propsOf(one)}>`)}
    }
  }
}
`,
    }),
    'vue.d.ts': file(elements, {
      head: "import type { DefineComponent } from 'vue'\n",
      listener: (event) => camel(`on-${event}`),
      tags: `declare module 'vue' {
  interface GlobalComponents {
${entries((one) => `DefineComponent<${propsOf(one)}>`)}
  }
}
`,
    }),
    'svelte.d.ts': file(elements, {
      head: "import type { HTMLAttributes } from 'svelte/elements'\n",
      listener: (event) => `on${event}`,
      tags: `type Tag<Element extends EventTarget, Props> = Omit<HTMLAttributes<Element>, keyof Props> & Props
declare module 'svelte/elements' {
  interface SvelteHTMLElements {
${entries((one) => `Tag<${one.name}, ${propsOf(one)}>`)}
  }
}
`,
    }),
  }
}
