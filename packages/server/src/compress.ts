import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

/** Below this many bytes the frame costs more than it saves. */
const LEAST = 1024

const asBrotli = promisify(brotliCompress)
const asGzip = promisify(gzip)

/** The JSON answer in the best encoding that the caller understands; streams and what is short stay as they are. */
export async function compressed(request: Request, response: Response): Promise<Response> {
  const isJson = /^application\/([\w-]+\+)?json/.test(response.headers.get('content-type') ?? '')
  if (!isJson || !response.body || request.method === 'HEAD') return response
  response.headers.append('vary', 'Accept-Encoding')
  const encoding = bestEncoding(request.headers.get('accept-encoding') ?? '')
  if (!encoding) return response
  const bytes = Buffer.from(await response.arrayBuffer())
  const { status, headers } = response
  if (bytes.byteLength < LEAST) return new Response(bytes, { status, headers })
  headers.set('content-encoding', encoding)
  const packed = encoding === 'br' ? await asBrotli(bytes, { params: BROTLI }) : await asGzip(bytes)
  return new Response(packed, { status, headers })
}

/** Quick rather than thorough: answers are made for each caller. */
const BROTLI = { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT }

function bestEncoding(accepted: string): 'br' | 'gzip' | undefined {
  const wanted = accepted.split(',').flatMap((part) => {
    const [name = '', ...parameters] = part.split(';').map((text) => text.trim().toLowerCase())
    const isRefused = parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))
    return isRefused ? [] : [name]
  })
  return (['br', 'gzip'] as const).find((encoding) => wanted.includes(encoding))
}
