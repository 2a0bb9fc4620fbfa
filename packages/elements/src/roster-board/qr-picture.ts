import { svg } from 'lit'
import type { SVGTemplateResult } from 'lit'
import { encode } from 'uqr'

/** Modules of light around the code: what the standard asks for. */
const QUIET_ZONE = 4

export interface QrPicture {
  /** Modules along one side, with the quiet zone. */
  size: number
  shape: SVGTemplateResult
}

/**
 * A text as a QR code, dark where its class says; one shape, for whatever size. As few modules as hold it: a screen is not soiled,
 * and a phone reads coarse ones from further away; what room is left corrects errors.
 */
export function qrPicture(text: string): QrPicture {
  const { data, size } = encode(text, { ecc: 'L', boostEcc: true, border: QUIET_ZONE })
  return { size, shape: svg`<path d=${data.map(bars).join('')} />` }
}

/** The dark ones of a row that stand side by side, as bars. */
function bars(row: readonly boolean[], y: number): string {
  let path = ''
  for (let x = 0; x < row.length; x++) {
    if (!row[x]) continue
    const from = x
    while (row[x + 1]) x++
    const width = x + 1 - from
    path += `M${from} ${y}h${width}v1h-${width}z`
  }
  return path
}
