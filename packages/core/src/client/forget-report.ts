import type { Cache } from '../cache/index.ts'
import { isReport, isSimilarAsked, isTrack } from './paths.ts'

/**
 * The server knows the report no more: what is kept of it here goes too, its steps and the answers to what was sent about it
 * with it, and what was asked before it was sent: its words may be among that. Of another person on this device, whose records are locked, it goes when they hear of it.
 */
export async function forgetReport(cache: Cache, issueId: string): Promise<void> {
  const keys = await cache.keys('')
  for (const key of keys) {
    if (isReport(key, issueId) || isTrack(key, issueId) || isSimilarAsked(key) || (await isAnswerOn(cache, key, issueId)))
      await cache.delete(key)
  }
}

/** Whether somebody was told of the issue by the answer to a command: a receipt, or the issue after a step. */
async function isAnswerOn(cache: Cache, key: string, issueId: string): Promise<boolean> {
  if (!/(^|\/)answer:[^/]*$/.test(key)) return false
  const answer = await cache.read(key, (data) => data)
  return typeof answer === 'object' && answer !== null && 'id' in answer && answer.id === issueId
}
