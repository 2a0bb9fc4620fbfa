// The house's one-way rule, as lint rules: each room lists what it may not reach for.
// Domain folders know each other's types only; outbox and cache know ports; client composes; only
// create-client.ts reaches for adapters, and lazily; elements and server use core by its published subpaths.

const rule = '@typescript-eslint/no-restricted-imports'
const forbid = (files, patterns, ignores = []) => ({
  files,
  ignores: [...ignores, '**/*.test.ts'],
  rules: { [rule]: ['error', { patterns }] },
})

const zodOnlyInSchemas = { regex: '^zod(/|$)', message: 'zod lives in schema.ts; rules import its types.' }
const room = (names, message, allowTypeImports = false) => ({ regex: `^\\.\\.?/(.*/)?(${names})/`, message, allowTypeImports })
const noClient = room('client', 'Nothing imports client but elements and hosts.')
const noAdapters = room('adapters', 'Only client/create-client.ts reaches for adapters, lazily.')

const publishedOnly = { regex: '/packages/|/core/(src|dist)|@wangge/[a-z]+/(src|dist)', message: 'Use the published subpaths.' }

const DOMAINS = ['grid', 'roster', 'issue']

export const importDirection = [
  ...DOMAINS.map((domain) =>
    forbid(
      [`packages/core/src/${domain}/**/*.ts`],
      [
        zodOnlyInSchemas,
        noClient,
        noAdapters,
        room('outbox|cache|ports', 'A rule knows nothing of sending, storing or ports.'),
        room(DOMAINS.filter((other) => other !== domain).join('|'), 'Domain folders import only each other’s types.', true),
      ],
      [`packages/core/src/${domain}/schema.ts`],
    ),
  ),
  forbid(
    ['packages/core/src/outbox/**/*.ts', 'packages/core/src/cache/**/*.ts'],
    [zodOnlyInSchemas, noClient, noAdapters, room(DOMAINS.join('|'), 'Sending and caching know no domain.')],
  ),
  forbid(
    ['packages/core/src/ports/**/*.ts'],
    [zodOnlyInSchemas, noClient, noAdapters, room(`outbox|cache|${DOMAINS.join('|')}`, 'Ports are interfaces only.')],
  ),
  forbid(
    ['packages/core/src/adapters/**/*.ts'],
    [zodOnlyInSchemas, noClient, room(DOMAINS.join('|'), 'Adapters know no domain.')],
  ),
  forbid(['packages/core/src/client/**/*.ts'], [zodOnlyInSchemas, noAdapters], ['packages/core/src/client/create-client.ts']),
  forbid(['packages/server/src/**/*.ts', 'examples/**/*.{ts,mjs,js}'], [publishedOnly]),
  forbid(
    ['packages/elements/src/**/*.ts'],
    [publishedOnly, { regex: '^(zod|idb)(/|$)', message: 'Elements hold no rule and no store.' }],
  ),
]
