// What somebody might try, each a test of its own: refused with a problem, and without a trace in the database.
import assert from 'node:assert/strict'
import { afterEach, describe, it } from 'node:test'
import { NOW } from '../sample.ts'
import { attackTitles, useArena } from './arena.ts'
import { atRest } from './at-rest.ts'
import { bodies } from './bodies.ts'
import { duties } from './duties.ts'
import { hostTokens } from './host-tokens.ts'
import { issueSteps } from './issue-steps.ts'
import { issuers } from './issuers.ts'
import { open311 } from './open311.ts'
import { othersRecords } from './others-records.ts'
import { pictures } from './pictures.ts'
import { plans } from './plans.ts'
import { requests } from './requests.ts'
import { rushes } from './rushes.ts'
import { signIns } from './sign-in.ts'
import { siteKeys } from './site-keys.ts'
import { sockets } from './sockets.ts'
import { staff } from './staff.ts'
import { streams } from './streams.ts'

const KINDS = [
  siteKeys,
  hostTokens,
  issuers,
  staff,
  signIns,
  othersRecords,
  duties,
  issueSteps,
  open311,
  plans,
  bodies,
  requests,
  sockets,
  rushes,
  pictures,
  streams,
  atRest,
]
const LEAST = 100

describe('attacks', () => {
  const arena = useArena()
  afterEach(() => {
    arena.district.clock.now = NOW
  })
  for (const kind of KINDS) kind(arena)

  it('are at least a hundred, each with a name of its own', (t) => {
    const titles = attackTitles()
    t.diagnostic(`${titles.length} attacks`)
    assert.equal(new Set(titles).size, titles.length)
    assert.ok(titles.length >= LEAST, `Expected at least ${LEAST} attacks, got ${titles.length}`)
  })
})
