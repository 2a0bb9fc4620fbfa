#!/usr/bin/env node
import { enableCompileCache } from 'node:module'
import { UsageError } from './cli/usage-error.ts'
import { loggable } from './loggable.ts'

const USAGE = `wangge <command>

  serve         [--port 4310] [--host 127.0.0.1] [--trust-proxy N] [--public-url URL] [--proof over-rate|always|never] [--data .wangge/data]
  seed          [--from seeds/data] [--now INSTANT] [--reset] [--data …]
  import grids  FILE [--crs CRS] [--effective INSTANT] [--dry-run] [--max-gap-width M] [--tolerance M] [--json] [--data …]
  import people        FILE.csv|xlsx [--dry-run] [--json] [--lang zh|en] [--data …]
  import organisations FILE.csv|xlsx [--dry-run] [--json] [--lang zh|en] [--data …]
  import posts         FILE.csv|xlsx [--dry-run] [--json] [--lang zh|en] [--data …]
  import intersections FILE.csv|xlsx [--dry-run] [--json] [--lang zh|en] [--data …]
  import teams         FILE.csv|xlsx [--dry-run] [--json] [--lang zh|en] [--data …]
  import points        FILE.csv|xlsx [--dry-run] [--json] [--lang zh|en] [--data …]
  import categories    FILE.csv|xlsx [--dry-run] [--json] [--lang zh|en] [--data …]
  issue import  FILE.csv|xlsx [--dry-run] [--json] [--lang zh|en] [--data …]
  issue policy  show [--json] | set FILE [--json] [--data …]
  issue rates   [--by grid|category|period] [--from INSTANT] [--to INSTANT] [--grid ID] [--category ID] [--json|--csv] [--lang zh|en] [--data …]
  issue head    ID|all [--data …]
  issue verify  ID|all [--head FILE] [--json] [--lang zh|en] [--data …]
  statement     show [--json] | set FILE [--json] [--data …]
  notice create --format json|wecom|dingtalk|feishu --topic TOPIC … [--url-file FILE] [--secret-file FILE] [--grid ID | --org ID] [--json] [--data …]
  notice list   [--json] [--data …]
  notice revoke --id ID [--data …]
  notice failures [--json] [--data …]
  redraw split  GRID FILE [--crs CRS] [--effective INSTANT] [--dry-run] [--json] [--data …]
  redraw merge  GRID GRID … --name-zh NAME --name-en NAME [--effective INSTANT] [--dry-run] [--json] [--data …]
  redraw move   FILE [--crs CRS] [--effective INSTANT] [--dry-run] [--json] [--data …]
  export grids  [--format geojson|topojson|csv|json] [--at INSTANT] [--to FILE] [--data …]
  district health  [--at INSTANT] [--json] [--lang zh|en] [--data …]
  district targets [--community N|none] [--estate …] [--micro …] [--dedicated …] [--json] [--data …]
  district organisations [--total N] [--courtyard N] [--two-new N] [--composite N] [--allied N] [--json] [--data …]
  key create    --origin URL [--origin URL] --audience public|org:ID [--call ID …] [--page URL] [--json] [--data …]
  key list      [--json] [--data …]
  key page      --key KEY [--url URL] [--json] [--data …]
  key rotate    --key KEY [--overlap-hours 24] [--json] [--data …]
  key revoke    --key KEY [--data …]
  issuer create --org ID --issuer NAME --jwks-url URL | --secret-file FILE [--json] [--data …]
  issuer list   [--json] [--data …]
  issuer revoke --id ID [--data …]
  token create  --role ROLE --grid ID | --org ID [--person ID] [--days N] [--json] [--data …]
  token list    [--json] [--data …]
  token revoke  --id ID [--data …]
  role appoint  --person ID --role ROLE --grid ID | --org ID [--from INSTANT] [--to INSTANT] [--json] [--data …]
  role end      --id ID [--data …]
  role list     [--json] [--data …]
  identity bind --issuer URL --subject SUB --person ID [--data …]
  identity unbind --person ID [--data …]
  identity list [--json] [--data …]
  audit head    [--data …]
  audit verify  [--head FILE] [--json] [--data …]
  audit list    [--after N] [--limit N] [--json] [--data …]
  history head   [--data …]
  history verify [--head FILE] [--json] [--data …]
  organisation close ORG --on DATE [--yes] [--json] [--lang zh|en] [--data …]
  person find   --stdin < {"name": …, "phone": …} [--data …]
  person show   --id ID [--data …]
  person change PERSON --stdin < {"name": …, "phone": … | null, "minor": true | false} [--lang zh|en] [--data …]
  person export --id ID [--to FILE] [--data …]
  person merge  KEEP GONE --yes [--data …]
  person erase  --id ID --yes [--data …]
  photos check  [--json] [--data …]
  photos move   [--json] [--data …]
  shifts make   [--weeks 4] [--from DATE] [--json] [--data …]
  templates show [--data …]
  templates import FILE [--data …]
  calendar show [--json] [--data …]
  calendar load [--json] [--data …]
  calendar import FILE [--source TEXT] [--json] [--data …]
  retention run [--dry-run] [--data …]
  secrets rotate [--resume] [--data …]
  grid check    FILE --crs CRS [--max-gap-width M] [--tolerance M] [--json] [--html OUT]
  grid clean    FILE --to OUT --crs CRS [--max-gap-width M] [--overlaps STRATEGY] [--dry-run] [--json]
  grid locate   FILE X Y | FILE --points CSV|- --crs CRS [--crs-of-point CRS] [--json]
  grid convert  FILE OUT --crs CRS [--to-crs CRS] [--format geojson|topojson|csv|json]
  grid dissolve FILE --to OUT --crs CRS
  grid simplify FILE --to OUT --crs CRS --tolerance M
  roster plan   FILE [--seed N] [--gap G] [--time-limit S] [--iterations N] [--json] [--html OUT] [--lang zh|en]
  roster repair FILE --plan PLAN [--absent PERSON …] [--seed N] [--time-limit S] [--json] [--html OUT]
  roster verify FILE --plan PLAN [--present PLAN] [--absent PERSON …] [--json] [--html OUT]
  roster policy show [--json] | set FILE [--json] [--data …]
  roster report-in [--from DATE] [--to DATE] [--json] [--lang zh|en] [--data …]
  data-map      [--json]
  openapi

With DATABASE_URL the data is in that PostgreSQL; otherwise in the directory.
Every command but grid, roster plan|repair|verify, data-map and openapi takes --district (default: WANGGE_DISTRICT, or main).

grid reads GeoJSON, TopoJSON, Shapefile (.shp), CSV of the tree and our own records; CRS is wgs84, cgcs2000, gcj02, bd09 or
planar, and is left out where the file declares it. Also: [--id-field F] [--parent-field F] [--layer NAME] [--lang zh|en].
It ends with 1 where there are findings, with 2 on bad input.

roster reads problems and plans as JSON (rosterProblemSchema, rosterPlanSchema of @wangge/core/roster/schema). It ends with 1
where seats stay empty or the plan is not right, with 2 on bad input.`

/** Of one command its own lines. */
const usageOf = (name: string): string =>
  USAGE.split('\n')
    .filter((line) => line.startsWith(`  ${name} `) || line === `  ${name}`)
    .map((line) => `wangge ${line.trim()}`)
    .join('\n')

const COMMANDS: Record<string, () => Promise<(args: string[]) => Promise<void>>> = {
  serve: async () => (await import('./cli/serve.ts')).serve,
  seed: async () => (await import('./cli/seed.ts')).seed,
  import: async () => (await import('./cli/import.ts')).importFile,
  issue: async () => (await import('./cli/issue.ts')).issue,
  statement: async () => (await import('./cli/statement.ts')).statement,
  notice: async () => (await import('./cli/notice.ts')).notice,
  redraw: async () => (await import('./cli/redraw.ts')).redraw,
  export: async () => (await import('./cli/export.ts')).exportFile,
  district: async () => (await import('./cli/district.ts')).district,
  key: async () => (await import('./cli/key.ts')).key,
  issuer: async () => (await import('./cli/issuer.ts')).issuer,
  token: async () => (await import('./cli/token.ts')).token,
  role: async () => (await import('./cli/role.ts')).role,
  identity: async () => (await import('./cli/identity.ts')).identity,
  audit: async () => (await import('./cli/audit.ts')).audit,
  history: async () => (await import('./cli/history.ts')).history,
  organisation: async () => (await import('./cli/organisation.ts')).organisation,
  person: async () => (await import('./cli/person.ts')).person,
  photos: async () => (await import('./cli/photos.ts')).photos,
  retention: async () => (await import('./cli/retention.ts')).retention,
  shifts: async () => (await import('./cli/shifts.ts')).shifts,
  templates: async () => (await import('./cli/templates.ts')).templates,
  calendar: async () => (await import('./cli/calendar.ts')).calendar,
  secrets: async () => (await import('./cli/secrets.ts')).secrets,
  grid: async () => (await import('./cli/grid.ts')).grid,
  roster: async () => (await import('./cli/roster.ts')).roster,
  'data-map': async () => (await import('./cli/data-map.ts')).printDataMap,
  openapi: async () => (await import('./cli/openapi.ts')).openapi,
}

const LEAST_NODE = [22, 12]

function expectNode(): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major > LEAST_NODE[0]! || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]!)) return
  throw new UsageError(`Expected Node ${LEAST_NODE.join('.')} or newer, got ${process.versions.node}`)
}

async function main([name, ...args]: string[]): Promise<void> {
  if (name === undefined || name === 'help' || name === '--help') return console.log(USAGE)
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined
  if (!load) throw new UsageError(`Expected a command (${Object.keys(COMMANDS).join(', ')}), got ${name}`)
  if (args.includes('--help')) return console.log(usageOf(name))
  const command = await load()
  await command(args)
}

try {
  expectNode()
  // The next start finds its modules compiled.
  enableCompileCache()
  await main(process.argv.slice(2))
} catch (error) {
  const isUsage = error instanceof Error && error.name === 'UsageError'
  console.error(isUsage ? `wangge: ${error.message}` : loggable(error))
  process.exitCode = isUsage ? 2 : 1
}
