// The partner's intranet: its own origin, a policy that allows nothing but what the page needs, and a backend that says
// who its employee is (token.mjs).
import { mkdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { serve } from '../serve.mjs'
import { createPortal } from './portal.mjs'
import { tokenRoutes } from './token.mjs'

const { PORT = '4311', WANGGE_ENDPOINT, WANGGE_SITE_KEY, WANGGE_DISTRICT = 'main' } = process.env
const { INTRANET_KEY_FILE = join('.wangge', 'intranet-key.json'), INTRANET_TOKEN_SECONDS = '300' } = process.env
const { wangge } = JSON.parse(await readFile(new URL('package.json', import.meta.url), 'utf8'))
const origin = `http://localhost:${PORT}`

const csp = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  `connect-src 'self' ${WANGGE_ENDPOINT}`,
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

await mkdir(dirname(INTRANET_KEY_FILE), { recursive: true })
const portal = createPortal(origin)
const token = await tokenRoutes({
  origin,
  district: WANGGE_DISTRICT,
  keyFile: INTRANET_KEY_FILE,
  seconds: Number(INTRANET_TOKEN_SECONDS),
  employeeOf: portal.employeeOf,
})

serve({
  folder: import.meta.dirname,
  port: Number(PORT),
  settings: { WANGGE_ENDPOINT, WANGGE_SITE_KEY, organisation: wangge.organisation, welcome: portal.welcome },
  csp,
  routes: { ...portal.routes, ...token },
})
