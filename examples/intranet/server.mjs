// The partner's intranet: its own origin, and a policy that allows nothing but what the page needs.
import { serve } from '../serve.mjs'

const { PORT = '4311', WANGGE_ENDPOINT, WANGGE_SITE_KEY } = process.env
const { wangge } = JSON.parse(await (await import('node:fs/promises')).readFile(new URL('package.json', import.meta.url), 'utf8'))

const csp = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  `connect-src ${WANGGE_ENDPOINT}`,
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

serve({
  folder: import.meta.dirname,
  port: Number(PORT),
  settings: { WANGGE_ENDPOINT, WANGGE_SITE_KEY, organisation: wangge.organisation },
  csp,
})
