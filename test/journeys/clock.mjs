// Preloaded into every process of a stack that may be moved on in time: its clock is ahead by as many milliseconds as the file
// says. Timers run as ever, as in a machine that has slept.
import { readFileSync } from 'node:fs'
import { ServerResponse } from 'node:http'

const { WANGGE_JOURNEY_CLOCK: file } = process.env
/** Milliseconds for which what was read holds: a clock is read often. */
const HOLDS = 5
const RealDate = Date
const realNow = Date.now
let ahead = 0
let readAt = -Infinity

function now() {
  const at = performance.now()
  if (at - readAt > HOLDS) {
    ahead = Number(readFileSync(file, 'utf8'))
    readAt = at
  }
  return realNow() + ahead
}

if (file) {
  RealDate.now = now
  // What it makes are the platform's own dates: `instanceof` holds of those that it did not make, too.
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, args, as) => Reflect.construct(target, args.length === 0 ? [now()] : args, as === Date ? target : as),
    apply: () => new RealDate(now()).toString(),
  })
  // The platform dates its answers by a clock that it keeps to itself, and a page sets its own by them.
  const { writeHead } = ServerResponse.prototype
  ServerResponse.prototype.writeHead = function (...head) {
    if (!this.hasHeader('date')) this.setHeader('date', new Date().toUTCString())
    return writeHead.apply(this, head)
  }
}
