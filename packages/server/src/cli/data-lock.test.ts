import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, it } from 'node:test'
import { lockDataDir } from './data-lock.ts'
import { processStart } from './process-start.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wangge-lock-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const lockFile = () => join(folder, 'wangge.lock')
const leaveLock = (pid: number, startedAt: string) =>
  writeFileSync(lockFile(), JSON.stringify({ pid, startedAt, secret: 'of another', url: 'http://127.0.0.1:1' }))
const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid

it('has one holder, whose secret only the owner of the file can read', () => {
  const first = lockDataDir(folder)
  assert.ok(first.ok)
  const second = lockDataDir(folder)
  assert.ok(!second.ok)
  assert.equal(second.holder.pid, process.pid)
  assert.equal(second.holder.url, undefined)
  assert.equal(statSync(lockFile()).mode & 0o777, 0o600)
  first.lock.announce('http://127.0.0.1:4310')
  const third = lockDataDir(folder)
  assert.equal(!third.ok && third.holder.url, 'http://127.0.0.1:4310')
  assert.equal(statSync(lockFile()).mode & 0o777, 0o600)
  first.lock.release()
  assert.ok(lockDataDir(folder).ok)
  assert.deepEqual(readdirSync(folder), ['wangge.lock'])
})

it('is taken over from a process that is dead', () => {
  leaveLock(deadPid(), 'whenever')
  const taken = lockDataDir(folder)
  assert.ok(taken.ok)
  assert.deepEqual(readdirSync(folder), ['wangge.lock'])
})

it('is taken over where another process has the number by now', () => {
  leaveLock(process.pid, 'an earlier start')
  assert.ok(lockDataDir(folder).ok)
})

it('is left to a process that lives', () => {
  leaveLock(process.ppid, processStart(process.ppid)!)
  assert.ok(!lockDataDir(folder).ok)
})

it('is taken over where nobody can read it', () => {
  writeFileSync(lockFile(), '{"pid":')
  assert.ok(lockDataDir(folder).ok)
})

it('does not release what it no longer holds', () => {
  const first = lockDataDir(folder)
  assert.ok(first.ok)
  leaveLock(process.ppid, processStart(process.ppid)!)
  first.lock.release()
  assert.ok(!lockDataDir(folder).ok)
})
