import { describe } from 'node:test'
import { describeDistrict } from './district-suites.ts'
import { openEmbedded } from './embedded.ts'
import { openDistrict } from './harness.ts'

describe('on PGlite', () => describeDistrict(async (options) => openDistrict(await openEmbedded(), options)))
