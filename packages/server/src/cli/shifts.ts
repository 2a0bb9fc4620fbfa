import { DATA_OPTIONS, readArguments, wholeNumber } from './arguments.ts'
import { keptShifts } from './kept-shifts.ts'
import { runAdmin } from './run-admin.ts'
import { runVerb } from './run-verb.ts'

/** `wangge shifts make [--weeks 4] [--from DATE] [--json]` */
export const shifts = (args: string[]): Promise<void> => runVerb('shifts', { make }, args)

async function make(args: string[]): Promise<void> {
  const { data, district, json, weeks, from } = readArguments(args, {
    ...DATA_OPTIONS,
    weeks: { type: 'string', default: '4' },
    from: { type: 'string' },
    json: { type: 'boolean', default: false },
  })
  const input = { weeks: wholeNumber('--weeks', weeks, 1, 26), ...(from !== undefined && { from }) }
  const result = await runAdmin('shifts-make', { data, district, input })
  if (json) return console.log(JSON.stringify(result))
  const { made, changed, kept, calledOff, restored, provisional } = result
  const back = restored > 0 ? `, brought back ${restored}` : ''
  console.log(`Made ${made} shifts, changed ${changed}, called off ${calledOff}${back}`)
  const near = keptShifts(kept)
  if (near !== undefined) console.log(near)
  const [first] = provisional
  if (first === undefined) return
  console.log(`No holidays are known from ${first} on: make them again once they are (wangge calendar load)`)
}
