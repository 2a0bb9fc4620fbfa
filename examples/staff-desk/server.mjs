// A page for staff, on an origin of its own: signing in and out, who one is, the issues to be settled and the numbers of one's own grids.
import { serve } from '../serve.mjs'

const { PORT = '4313', WANGGE_ENDPOINT } = process.env

const csp = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  `connect-src ${WANGGE_ENDPOINT}`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

serve({ folder: import.meta.dirname, port: Number(PORT), settings: { WANGGE_ENDPOINT }, csp })
