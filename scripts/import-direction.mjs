// The house's one-way rule, as a lint rule: what each room may reach for, and nothing else. Static and dynamic imports
// and re-exports all count. Domain folders know each other's types only, the calendar and tables; outbox and cache know ports; client composes;
// only create-client.ts reaches for adapters, and lazily; elements and server use core by its published subpaths.
import { readFileSync } from 'node:fs'
import { dirname, join, posix, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)))
const CORE = 'packages/core/src'
const { exports } = JSON.parse(readFileSync(join(ROOT, 'packages/core/package.json'), 'utf8'))
const DOMAINS = ['grid', 'roster', 'issue', 'access', 'privacy', 'audit']
const PUBLISHED = Object.keys(exports).map((subpath) => posix.join('@wangge/core', subpath))

/** `schema.ts`, and `report-schema.ts` where a page should get by with a part of them. */
const schemasOf = (domain) => new RegExp(`^${CORE}/${domain}/([a-z-]+-)?schema\\.ts$`)

/**
 * First match holds. `rooms`: folders (with all below) and files that may be imported; `types`: those of which only types
 * may be; `lazily`: those only by `import()`; `packages`: names, or a pattern.
 */
const ROOMS = [
  { files: /\.test\.ts$/, anything: true },
  { files: `${CORE}/schema.ts`, rooms: [], packages: ['zod/mini'] },
  ...DOMAINS.flatMap((domain) => {
    const types = DOMAINS.map((other) => `${CORE}/${other}`)
    const schemas = DOMAINS.map(schemasOf)
    const rooms = [`${CORE}/${domain}`, `${CORE}/calendar`, `${CORE}/table`, `${CORE}/errors.ts`, `${CORE}/sha256.ts`]
    return [
      // A pure rule that a schema holds a field to.
      {
        files: schemasOf(domain),
        rooms: [
          `${CORE}/schema.ts`,
          `${CORE}/privacy/id-number.ts`,
          `${CORE}/grid/codes/is-code.ts`,
          `${CORE}/roster/attendance/fact-lengths.ts`,
          ...schemas,
        ],
        types,
        packages: ['zod/mini'],
      },
      { files: `${CORE}/${domain}`, rooms, types: [...types, `${CORE}/schema.ts`], packages: ['robust-predicates'] },
    ]
  }),
  // Local time and what sort of day it is: for every domain.
  { files: `${CORE}/calendar`, rooms: [`${CORE}/calendar`, `${CORE}/errors.ts`], types: [`${CORE}/roster`, `${CORE}/schema.ts`] },
  // Tables as clerks keep them: for every domain that takes them in.
  { files: `${CORE}/table`, rooms: [`${CORE}/table`, `${CORE}/calendar`], types: [`${CORE}/grid`, `${CORE}/schema.ts`] },
  { files: `${CORE}/ports`, rooms: [`${CORE}/ports`], types: [`${CORE}/schema.ts`, `${CORE}/errors.ts`] },
  ...['outbox', 'cache'].map((room) => ({
    files: `${CORE}/${room}`,
    rooms: [`${CORE}/${room}`, `${CORE}/errors.ts`, `${CORE}/backoff.ts`, `${CORE}/sha256.ts`],
    types: [`${CORE}/ports`, `${CORE}/schema.ts`],
  })),
  {
    // Translates between our words and another's: the domain's types, and the rules of translation that the server has too.
    files: `${CORE}/adapters/open311`,
    rooms: [
      `${CORE}/adapters/open311`,
      `${CORE}/adapters/limit-time.ts`,
      `${CORE}/errors.ts`,
      `${CORE}/backoff.ts`,
      `${CORE}/sha256.ts`,
      `${CORE}/grid/crs`,
      `${CORE}/issue/open311-consent.ts`,
      `${CORE}/issue/open311-status.ts`,
    ],
    types: [`${CORE}/ports`, `${CORE}/schema.ts`, `${CORE}/issue`, `${CORE}/privacy`],
    packages: ['@rgrove/parse-xml'],
  },
  {
    files: `${CORE}/adapters`,
    rooms: [`${CORE}/adapters`, `${CORE}/errors.ts`, `${CORE}/backoff.ts`, `${CORE}/sha256.ts`],
    types: [`${CORE}/ports`, `${CORE}/schema.ts`],
    packages: ['idb'],
  },
  {
    files: `${CORE}/client`,
    rooms: [
      'client',
      ...DOMAINS,
      'calendar',
      'outbox',
      'cache',
      'errors.ts',
      'backoff.ts',
      'ulid.ts',
      'sha256.ts',
      'schema.ts',
    ].map(inCore),
    types: [`${CORE}/ports`],
    lazily: { from: `${CORE}/client/create-client.ts`, rooms: [`${CORE}/adapters`] },
    // create-client.ts tells zod that it runs in a page with a policy of its own.
    packages: ['zod/mini'],
  },
  {
    // What is plain of the platform, and no more: workers, frames and ports are what it is about.
    files: `${CORE}/planner`,
    rooms: [`${CORE}/planner`, `${CORE}/roster`, `${CORE}/errors.ts`],
  },
  { files: `${CORE}/sign-in`, rooms: [`${CORE}/sign-in`, `${CORE}/errors.ts`, `${CORE}/sha256.ts`] },
  { files: `${CORE}/index.ts`, rooms: [...DOMAINS, 'backoff.ts', 'errors.ts', 'ulid.ts', 'schema.ts'].map(inCore) },
  { files: CORE, rooms: [`${CORE}/errors.ts`] },
  {
    files: 'packages/elements/src',
    rooms: ['packages/elements/src'],
    packages: [...PUBLISHED, /^lit(\/|$)/, '@lit/context', 'uqr'],
  },
  {
    files: 'packages/server/src',
    rooms: ['packages/server/src'],
    packages: [
      ...PUBLISHED,
      /^node:/,
      'zod/mini',
      /^hono(\/|$)/,
      '@hono/node-server',
      'kysely',
      /^kysely\//,
      'pg',
      '@electric-sql/pglite',
      'jose',
      'openid-client',
      '@cf-wasm/photon/node',
      'aws4fetch',
      'image-size',
      /^csv-(parse|stringify)(\/|$)/,
      'chinese-days',
      'proj4',
      'shapefile',
      /^read-excel-file(\/|$)/,
      /^write-excel-file(\/|$)/,
      'pinyin-pro',
      'uqr',
    ],
  },
  {
    files: 'examples',
    rooms: ['examples', 'seeds/data'],
    // A page without a bundler imports a package's file by the address at which the site serves it.
    packages: [/^node:/, 'jose', /^@wangge\/[a-z]+(\/[a-z/-]+)?$/, /^\/vendor\//],
  },
]

function inCore(name) {
  return `${CORE}/${name}`
}

const isIn = (place, path) => (place instanceof RegExp ? place.test(path) : path === place || path.startsWith(`${place}/`))
const isOneOf = (places, path) => places.some((place) => isIn(place, path))
const isNamed = (packages, name) => packages.some((wanted) => (wanted instanceof RegExp ? wanted.test(name) : wanted === name))

/** Why `file` may not import `source`; undefined where it may. */
function objection(file, source, { typesOnly, dynamic }) {
  const room = ROOMS.find(({ files }) => isIn(files, file))
  if (!room || room.anything) return undefined
  if (!source.startsWith('.')) {
    return isNamed(room.packages ?? [], source) ? undefined : `Expected one of this room's packages, got ${source}.`
  }
  const target = posix.normalize(posix.join(posix.dirname(file), source))
  if (isOneOf(room.rooms, target)) return undefined
  if (isOneOf(room.types ?? [], target)) return typesOnly ? undefined : `Of ${target} only types may be imported here.`
  if (room.lazily && isOneOf(room.lazily.rooms, target)) {
    return dynamic && file === room.lazily.from ? undefined : `Only ${room.lazily.from} reaches for ${target}, by import().`
  }
  return `This room may not reach for ${target}.`
}

const rule = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const file = relative(ROOT, context.filename).split(sep).join('/')
    const check = (node, source, how) => {
      const hides = how.dynamic && typeof source?.value !== 'string' && !ROOMS.find(({ files }) => isIn(files, file))?.anything
      if (hides) context.report({ node, message: 'Expected the name of what is imported as a plain string.' })
      if (typeof source?.value !== 'string') return
      const message = objection(file, source.value, how)
      if (message) context.report({ node, message })
    }
    const typesOnly = ({ importKind, exportKind, specifiers = [] }) =>
      importKind === 'type' ||
      exportKind === 'type' ||
      (specifiers.length > 0 && specifiers.every((one) => (one.importKind ?? one.exportKind) === 'type'))
    const declaration = (node) => check(node, node.source, { typesOnly: typesOnly(node), dynamic: false })
    return {
      ImportDeclaration: declaration,
      ExportNamedDeclaration: declaration,
      ExportAllDeclaration: declaration,
      ImportExpression: (node) => check(node, node.source, { typesOnly: false, dynamic: true }),
      TSImportType: (node) => check(node, node.source ?? node.argument?.literal, { typesOnly: true, dynamic: false }),
    }
  },
}

export const importDirection = [
  {
    files: ['packages/*/src/**/*.ts', 'examples/**/*.{ts,mjs,js}'],
    plugins: { house: { rules: { 'import-direction': rule } } },
    rules: { 'house/import-direction': 'error' },
  },
]
