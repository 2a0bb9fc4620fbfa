import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { build } from 'esbuild'

const ADAPTERS = join(import.meta.dirname, '..', '..', 'packages', 'core', 'src', 'adapters')

/** An origin whose every address is one page with a script on it; `script` imports adapters of core as if it lay beside them. */
export async function serveOnePage(script: string): Promise<{ origin: string; close: () => void }> {
  const { outputFiles } = await build({
    stdin: { contents: script, resolveDir: ADAPTERS, loader: 'js' },
    bundle: true,
    format: 'esm',
    write: false,
  })
  const server = createServer((_, response) =>
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8' })
      .end(`<!doctype html><title>tab</title><body></body><script type="module">${outputFiles[0]!.text}</script>`),
  )
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() }
}
