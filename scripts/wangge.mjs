// `npm run wangge -- …`: the server's command line from this repository, on a Node that is new enough for it.
import { join } from 'node:path'
import { ensureBuilt, ensureInstalled, ensureNode, ROOT, runNode } from './toolchain.mjs'

ensureNode()
ensureInstalled()
ensureBuilt()
process.exit(runNode([join(ROOT, 'packages', 'server', 'dist', 'cli.js'), ...process.argv.slice(2)], { stdio: 'inherit' }))
