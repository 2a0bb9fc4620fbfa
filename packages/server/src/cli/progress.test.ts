import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openProgress } from './progress.ts'

/** A terminal, or a file that a command writes to. @returns what was written */
function streamOf(isTTY: boolean): { stream: NodeJS.WriteStream; written: string[] } {
  const written: string[] = []
  return { stream: { isTTY, write: (text: string) => written.push(text) > 0 } as unknown as NodeJS.WriteStream, written }
}

test('a terminal is told the name of a phase before it begins, how far it is, and that it is done', async () => {
  const { stream, written } = streamOf(true)
  const result = await openProgress(stream).phase('Importing', async (show) => {
    assert.deepEqual(written, ['\r\x1b[K· Importing …'])
    // Oftener than anybody reads it is not said.
    for (let at = 0; written.length < 3; at += 1) {
      show(`${at} of many`)
      await new Promise((resolve) => setImmediate(resolve))
    }
    return 7
  })
  assert.equal(result, 7)
  assert.match(written[1]!, /^\r\x1b\[K· Importing … \d+ of many$/)
  assert.match(written.at(-1)!, /^\r\x1b\[K✓ Importing \(\d+\.\d s\)\n$/)
})

test('a phase that fails is said to have, and its error is passed on', async () => {
  const { stream, written } = streamOf(true)
  await assert.rejects(
    openProgress(stream).phase('Importing', () => Promise.reject(new Error('no'))),
    /^Error: no$/,
  )
  assert.equal(written.at(-1), '\r\x1b[K✗ Importing\n')
})

test('a file is told nothing', async () => {
  const { stream, written } = streamOf(false)
  assert.equal(await openProgress(stream).phase('Importing', (show) => (show('half'), 1)), 1)
  assert.deepEqual(written, [])
})
