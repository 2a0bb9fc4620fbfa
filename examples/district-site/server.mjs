// The district's public site.
import { serve } from '../serve.mjs'

const { PORT = '4312', WANGGE_ENDPOINT, WANGGE_SITE_KEY } = process.env

serve({ folder: import.meta.dirname, port: Number(PORT), settings: { WANGGE_ENDPOINT, WANGGE_SITE_KEY } })
