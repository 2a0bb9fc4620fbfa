// `node audit-process.ts <database URL> verify|read|nothing`: seconds and the most memory that it took, as JSON.
import { createContext } from '../../packages/server/src/context.ts'
import { auditEntries } from '../../packages/server/src/storage/audit.ts'
import { openDatabase } from '../../packages/server/src/storage/database.ts'
import { verifyAudit } from '../../packages/server/src/storage/verify-audit.ts'
import { newKeyring } from './measure.ts'

const [databaseUrl = '', what] = process.argv.slice(2)
const database = await openDatabase({ databaseUrl })
const context = createContext({ database, keyring: newKeyring() })
const startedAt = performance.now()
if (what === 'verify') {
  const { ok, findings } = await verifyAudit(context)
  if (!ok) throw new Error(`Expected a chain in order, got ${JSON.stringify(findings)}`)
}
if (what === 'read') for await (const _ of auditEntries(database.db, 'main')) continue
const seconds = (performance.now() - startedAt) / 1000
await database.close()
console.log(JSON.stringify({ seconds, peak: process.resourceUsage().maxRSS / 1000 }))
