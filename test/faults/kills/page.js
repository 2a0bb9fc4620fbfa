// What the page does whose browser is killed: it tells each step of its writes to the test's server, waits for the word to go on, and is
// killed at one of them instead.
import { createClient } from '../../../packages/core/src/client/index.ts'
import { openIdbStores } from '../../../packages/core/src/adapters/idb-stores.ts'
import { RELEASED } from '../../../packages/core/test/released-databases.ts'

const job = JSON.parse(new URL(location.href).searchParams.get('job'))
let isWatched = false
let steps = 0

/** Nothing goes on in this page until the answer is here. */
function tell(what, body = '') {
  const request = new XMLHttpRequest()
  request.open('POST', `/told/${what}`, false)
  request.send(JSON.stringify(body))
}

function step(what) {
  if (isWatched) tell('step', { n: (steps += 1), what })
}

for (const name of ['add', 'put', 'delete']) {
  const plain = IDBObjectStore.prototype[name]
  IDBObjectStore.prototype[name] = function (...args) {
    const request = plain.apply(this, args)
    step(`${name} in ${this.name}`)
    return request
  }
}
const plainTransaction = IDBDatabase.prototype.transaction
IDBDatabase.prototype.transaction = function (names, mode, options) {
  const tx = plainTransaction.call(this, names, mode, options)
  if (mode === 'readwrite')
    tx.addEventListener('complete', () => step(`complete, ${options?.durability}: ${[...tx.objectStoreNames]}`))
  return tx
}
for (const name of ['createObjectStore', 'createIndex']) {
  const of = name === 'createIndex' ? IDBObjectStore.prototype : IDBDatabase.prototype
  const plain = of[name]
  of[name] = function (...args) {
    const made = plain.apply(this, args)
    step(`${name} ${args[0]}`)
    return made
  }
}
const plainFetch = fetch
globalThis.fetch = async (input, init) => {
  const what = `${init?.method ?? 'GET'} ${new URL(input, location.href).pathname.replace(/[0-9a-f]{64}/, '…')}`
  step(`before ${what}`)
  const response = await plainFetch(input, init)
  step(`after ${what}`)
  return response
}

async function inStores(name) {
  const stores = await openIdbStores({ name })
  const entries = await stores.outbox.list()
  const photos = await Promise.all(entries.flatMap((entry) => entry.photos).map((one) => stores.outbox.photo(one)))
  stores.close()
  return {
    entries: entries.map(({ id, state }) => ({ id, state })),
    photos: photos.filter((photo) => photo?.bytes.byteLength > 0).length,
  }
}

async function upgrade() {
  if (job.before !== undefined) tell('found', await inStores(job.before))
  const [released] = RELEASED
  ;(await released.make(job.name)).close()
  isWatched = true
  const stores = await openIdbStores({ name: job.name })
  step('open')
  await stores.outbox.list()
}

async function write() {
  const client = createClient({ endpoint: location.origin })
  const entries = await new Promise((resolve) => client.outbox.subscribe((view) => resolve(view.entries)))
  tell('found', { entries: entries.map(({ id, state }) => ({ id, state })), durable: true })
  if (job.isLast) {
    client.outbox.sendNow()
    await new Promise((resolve) => client.outbox.subscribe((view) => view.entries.length === 0 && resolve()))
    return
  }
  isWatched = true
  const photo = new Blob([crypto.getRandomValues(new Uint8Array(1_000)), new Uint8Array(job.photoBytes)], { type: 'image/jpeg' })
  const answer = await client.report({
    ...{ categoryId: 'street-litter', description: job.name, photos: [photo] },
    ...{ place: { by: 'point', position: [104.06, 30.57], crs: 'wgs84' }, consent: { version: 1 } },
  })
  tell('accepted', { id: answer.id, saved: answer.saved })
  step('accepted')
  await answer.settled
  tell('settled', { id: answer.id })
}

try {
  await (job.kind === 'upgrade' ? upgrade() : write())
  tell('done', { steps })
} catch (error) {
  tell('failed', String(error?.stack ?? error))
}
