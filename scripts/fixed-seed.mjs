// Loaded before each test file that runs on Node: properties are tried on the same cases every time, so that a change is
// judged by what it changes. WANGGE_TEST_SEED=random tries other cases, WANGGE_TEST_SEED=<number> tries some again.
import fc from 'fast-check'

const SEED = 20250101
const wanted = process.env.WANGGE_TEST_SEED ?? String(SEED)
const seed = Number(wanted)
if (wanted !== 'random' && !Number.isSafeInteger(seed)) {
  throw new Error(`Expected WANGGE_TEST_SEED to be a whole number or "random", got "${wanted}".`)
}
// A failing property names the seed that it was found with.
if (wanted !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed })
