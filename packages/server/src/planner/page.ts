import { createHash } from 'node:crypto'

/**
 * Starts the worker, tells the page around that it is there, and passes that page's port on. It listens to that page alone, whose
 * origin the server has written into the document, and holds nothing that anybody could ask it for.
 */
const SCRIPT = `
const host = document.documentElement.dataset.origin
const say = (state) => parent.postMessage({ wangge: 'planner-frame', state }, host)
const worker = new Worker('planner/worker.js', { name: 'wangge-planner' })
worker.addEventListener('error', () => say('failed'))
addEventListener('message', ({ source, origin, data }) => {
  if (source !== parent || origin !== host || data?.wangge !== 'planner') return
  worker.postMessage(data, [data.port])
})
say('open')
`

const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`

/** What a page that may start no worker frames, out of sight. The origin is one that the server knows: scheme, name, port. */
export const plannerPage = (origin: string): string => `<!doctype html>
<html lang="en" data-origin="${origin}">
<head>
<meta charset="utf-8" />
<title>Wangge planner</title>
</head>
<body>
<script>${SCRIPT}</script>
</body>
</html>
`

/** Its own script and worker, and nothing of anybody else’s; it can ask nobody, and one site alone may frame it. */
export const plannerPageHeaders = (origin: string): Readonly<Record<string, string>> => ({
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-cache',
  // It goes before x-frame-options, which knows no origin to allow.
  'content-security-policy':
    `default-src 'none'; script-src ${hashOf(SCRIPT)}; worker-src 'self'; base-uri 'none'; form-action 'none'; ` +
    `frame-ancestors ${origin}`,
})

/** The worker can ask nobody either. */
export const PLANNER_WORKER_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'text/javascript; charset=utf-8',
  'cache-control': 'no-cache',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
}
