import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ESLint } from 'eslint'
import { ROOT } from './toolchain.mjs'

const eslint = new ESLint({ cwd: ROOT })

/** Messages of the direction rule for one line of code, as if it stood in `file`. */
async function objections(file, code) {
  const [result] = await eslint.lintText(`${code}\n`, { filePath: file })
  return result.messages.filter(({ ruleId }) => ruleId === 'house/import-direction').map(({ message }) => message)
}

const FORBIDDEN = [
  ['packages/core/src/grid/x.ts', "import { signUp } from '../roster/sign-up.ts'", 'a rule uses another domain’s code'],
  ['packages/core/src/issue/x.ts', "import { createOutbox } from '../outbox/outbox.ts'", 'a rule sends'],
  ['packages/core/src/roster/x.ts', "import type { Transport } from '../ports/index.ts'", 'a rule knows a port'],
  ['packages/core/src/grid/x.ts', "import * as z from 'zod/mini'", 'a rule parses'],
  ['packages/core/src/grid/schema.ts', "import { parseCode } from './codes/parse-code.ts'", 'a schema computes'],
  ['packages/core/src/outbox/x.ts', "import type { Issue } from '../issue/schema.ts'", 'the outbox knows a domain'],
  [
    'packages/core/src/cache/x.ts',
    "import { openIdbStores } from '../adapters/idb-stores.ts'",
    'the cache reaches for an adapter',
  ],
  ['packages/core/src/planner/x.ts', "import { createClient } from '../client/create-client.ts'", 'the planner knows the client'],
  ['packages/core/src/roster/x.ts', "import { createPlanner } from '../planner/index.ts'", 'a rule starts a worker'],
  ['packages/core/src/ports/x.ts', "import { createOutbox } from '../outbox/outbox.ts'", 'a port has code'],
  ['packages/core/src/adapters/x.ts', "import { createClient } from '../client/create-client.ts'", 'an adapter knows the client'],
  [
    'packages/core/src/client/x.ts',
    "import { openIdbStores } from '../adapters/idb-stores.ts'",
    'a use case reaches for an adapter',
  ],
  [
    'packages/elements/src/x.ts',
    "import { createGridTree } from '../../core/src/grid/index.ts'",
    'an element goes around the exports',
  ],
  ['packages/elements/src/x.ts', "import { openDB } from 'idb'", 'an element stores'],
  [
    'packages/server/src/x.ts',
    "import { signUp } from '@wangge/core/dist/roster/index.js'",
    'the server goes around the exports',
  ],
  ['packages/elements/src/x.ts', "import '@wangge/server'", 'an element knows the server'],
  ['packages/core/src/roster/x.ts', "import 'idb'", 'a rule stores'],
  ['packages/core/src/roster/x.ts', "import { signUp } from '@wangge/core/roster'", 'core imports itself by its name'],
  ['packages/core/src/roster/x.ts', "await import('../adapters/page.ts')", 'a rule reaches for an adapter by import()'],
  ['packages/core/src/issue/x.ts', "await import('zod/mini')", 'a rule parses by import()'],
  ['packages/core/src/roster/x.ts', 'await import(`../adapters/page.ts`)', 'an import() hides what it names'],
  ['packages/core/src/grid/x.ts', "export { signUp } from '../roster/sign-up.ts'", 'a rule hands on another domain’s code'],
  [
    'packages/core/src/x.ts',
    "import { createClient } from './client/create-client.ts'",
    'a file at core’s root knows the client',
  ],
  ['packages/core/src/x.ts', "import { z } from 'zod'", 'core uses all of zod'],
  [
    'packages/core/src/client/create-client.ts',
    "import { openIdbStores } from '../adapters/idb-stores.ts'",
    'the composer takes an adapter on board at once',
  ],
  ['packages/server/src/x.ts', "import { WgElement } from '@wangge/elements'", 'the server knows the elements'],
  ['packages/server/src/x.ts', "await import('../../core/src/grid/index.ts')", 'the server goes around the exports by import()'],
]

const ALLOWED = [
  [
    'packages/core/src/issue/x.ts',
    "import type { GridTree } from '../grid/grid-tree.ts'",
    'a domain uses another domain’s types',
  ],
  ['packages/core/src/grid/schema.ts', "import * as z from 'zod/mini'", 'a schema parses'],
  ['packages/core/src/grid/schema.ts', "import { isCode } from './codes/is-code.ts'", 'a schema holds a field to a pure rule'],
  ['packages/core/src/planner/x.ts', "import { signUp } from '../roster/index.ts'", 'the planner runs a rule'],
  ['packages/core/src/outbox/x.ts', "import type { OutboxStore } from '../ports/index.ts'", 'the outbox uses a port'],
  [
    'packages/core/src/client/create-client.ts',
    "await import('../adapters/idb-stores.ts')",
    'the client’s one composer reaches for adapters lazily',
  ],
  ['packages/core/src/client/x.ts', "import { signUp } from '../roster/index.ts'", 'a use case asks a rule'],
  ['packages/server/src/x.ts', "import { signUp } from '@wangge/core/roster'", 'the server uses a published subpath'],
]

for (const [file, code, what] of FORBIDDEN) {
  test(`the build objects when ${what}`, async () => assert.equal((await objections(file, code)).length, 1))
}

for (const [file, code, what] of ALLOWED) {
  test(`the build agrees when ${what}`, async () => assert.deepEqual(await objections(file, code), []))
}
