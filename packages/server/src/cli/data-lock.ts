import { randomBytes } from 'node:crypto'
import { mkdirSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { processStart } from './process-start.ts'

/** Who holds a data directory. Readable by its owner only: the secret opens the server's `/v1/admin`. */
export interface Holder {
  pid: number
  /** Tells the process from a later one with the same number. */
  startedAt: string
  secret: string
  /** Absent while the holder does not listen. */
  url?: string
}

export interface DataLock {
  holder: Holder
  /** Tells where the holder listens. */
  announce(url: string): void
  release(): void
}

/**
 * Takes the directory, which is made where it is missing. What a dead process left is taken over.
 * @returns the lock, or who holds it
 */
export function lockDataDir(dataDir: string): { ok: true; lock: DataLock } | { ok: false; holder: Holder } {
  // The embedded database leaves its files readable to all: the directory keeps others out.
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  const path = join(dataDir, 'wangge.lock')
  const own: Holder = {
    pid: process.pid,
    startedAt: processStart(process.pid) ?? '',
    secret: randomBytes(24).toString('base64url'),
  }
  const draft = `${path}.${process.pid}`
  for (;;) {
    writeHolder(draft, own)
    try {
      // A link either makes the whole file or fails: nobody ever reads half a lock.
      linkSync(draft, path)
      break
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
      const holder = readHolder(path)
      if (holder && isAlive(holder)) return { ok: false, holder }
      takeAway(path, holder)
    } finally {
      rmSync(draft, { force: true })
    }
  }
  return {
    ok: true,
    lock: {
      holder: own,
      announce(url) {
        writeHolder(draft, { ...own, url })
        renameSync(draft, path)
      },
      release() {
        // Whose file it is, of two that this process read itself: nobody sends either of them.
        if (readHolder(path)?.secret === own.secret) rmSync(path, { force: true })
      },
    },
  }
}

const writeHolder = (path: string, holder: Holder) => writeFileSync(path, JSON.stringify(holder), { mode: 0o600 })

function readHolder(path: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder
  } catch {
    return undefined
  }
}

/** A process with the number lives, and it is the one that wrote the lock. */
function isAlive({ pid, startedAt }: Holder): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    // EPERM: it lives, under another account.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  const actual = processStart(pid)
  return actual === undefined || actual === startedAt
}

/** Removes a dead process's lock. If meanwhile somebody else took the directory, theirs is put back. */
function takeAway(path: string, dead: Holder | undefined): void {
  const aside = `${path}.dead.${process.pid}`
  try {
    renameSync(path, aside)
  } catch {
    return
  }
  const taken = readHolder(aside)
  if (taken && taken.secret !== dead?.secret) {
    try {
      linkSync(aside, path)
    } catch {
      // A third process has it by now; the next look will tell.
    }
  }
  rmSync(aside, { force: true })
}
