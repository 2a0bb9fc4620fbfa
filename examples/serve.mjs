// A small web server for the two host sites: static files, the elements from the installed package, and the
// settings that a real site would have in its templates.
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.map': 'application/json',
}

/**
 * Serves `folder`/public on localhost:`port`. `settings` replaces `{{name}}` in HTML, where it is a function by what that
 * says of the request; `routes` are the site's own endpoints, `'POST /login': (request, response) => …`; `csp` is the
 * page's Content-Security-Policy; below /vendor/ are the files of the installed @wangge packages.
 */
export function serve({ folder, port, settings, csp, routes = {} }) {
  for (const [name, value] of Object.entries(settings))
    if (!value) throw new Error(`Expected a value for ${name}, found none in the environment.`)
  const server = createServer(async (request, response) => {
    const route = routes[`${request.method} ${request.url.split('?')[0]}`]
    if (route) return answer(route, request, response)
    const file = fileOf(folder, request.url)
    const bytes = file && (await readFile(file).catch(() => undefined))
    if (!bytes) return response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('Not found\n')
    if (!['GET', 'HEAD'].includes(request.method)) return response.writeHead(405, { allow: 'GET, HEAD' }).end()
    const type = TYPES[extname(file)] ?? 'application/octet-stream'
    const body = type.startsWith('text/html')
      ? bytes.toString().replace(/\{\{(\w+)\}\}/g, (_, name) => valueOf(settings[name], request, response))
      : bytes
    response.writeHead(200, {
      'content-type': type,
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      ...(csp && { 'content-security-policy': csp }),
    })
    response.end(body)
  })
  server.listen(port, '127.0.0.1', () => console.log(`http://localhost:${port}/`))
}

const valueOf = (setting, request, response) => (typeof setting === 'function' ? setting(request, response) : setting) ?? ''

async function answer(route, request, response) {
  try {
    await route(request, response)
  } catch (error) {
    console.error(error)
    if (!response.headersSent) response.writeHead(500)
    response.end()
  }
}

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** A text as it may stand in HTML, between tags or in a quoted attribute. */
export const escaped = (text) => String(text).replace(/[&<>"']/g, (sign) => ENTITIES[sign])

/** The text of a request's body; a form of a sample site is small. */
export async function bodyOf(request) {
  let text = ''
  for await (const chunk of request) if ((text += chunk).length > 10_000) throw new Error('Expected a small form, got more')
  return text
}

/** Undefined where the address is none; `..` has no way out of the folder. */
function fileOf(folder, url) {
  try {
    const path = normalize(decodeURIComponent(new URL(url, 'http://localhost').pathname))
    if (path.startsWith('/vendor/core/'))
      return join(folder, 'node_modules', '@wangge', 'core', 'dist', path.slice('/vendor/core/'.length))
    if (path.startsWith('/vendor/'))
      return join(folder, 'node_modules', '@wangge', 'elements', 'dist', path.slice('/vendor/'.length))
    return join(folder, 'public', path.endsWith('/') ? `${path}index.html` : path)
  } catch {
    return undefined
  }
}
