import { nextUlid, png, reportCommand, signUpCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'

/** A call that is answered well: what each bad one is made from. */
export interface Example {
  as: Caller
  path: string
  body?: { id: string } | object
  bytes?: Uint8Array
  headers?: Record<string, string>
}

/** By operation id. An operation without an example fails the suite. */
export async function makeExamples(district: District): Promise<Record<string, () => Promise<Example>>> {
  const newEmployee = (): Caller => `employee:${nextUlid()}`
  const signUp = async () => {
    const command = signUpCommand({ slotId: 'sh-later' })
    const as = newEmployee()
    await district.post('/v1/sign-ups', command, as)
    return { id: command.id, as }
  }
  const photo = png('example')
  const report = async () => (await district.post('/v1/issues', reportCommand(), 'public')).body
  const get = (path: string, as: Caller) => async () => ({ as, path })
  const admin = (command: string, body: object) => async () => ({ as: 'admin' as const, path: `/v1/admin/${command}`, body })
  const newKey = async () =>
    (
      await district.call('POST', '/v1/admin/key-create', {
        as: 'admin',
        body: { origins: ['https://x.example'], audience: 'public' },
      })
    ).body.key
  const newIssuer = async () => {
    const body = { orgId: 'org-a', issuer: `https://sso-${nextUlid()}.example`, jwksUrl: 'https://sso.example/keys' }
    return (await district.call('POST', '/v1/admin/issuer-create', { as: 'admin', body })).body.id
  }
  return {
    getHealth: get('/v1/health', 'nobody'),
    getOpenApi: get('/v1/openapi.json', 'nobody'),
    listGrids: get('/v1/grids', 'public'),
    getGridStatus: get('/v1/grids/root/status', 'public'),
    getGridOutlines: get('/v1/grids/north-1/outlines', 'public'),
    getOrganisation: get('/v1/organisations/org-a', 'org'),
    listSlots: get('/v1/slots?org=org-a', 'org'),
    listCategories: get('/v1/categories', 'public'),
    listChanges: get('/v1/changes?after=0&limit=100', 'org'),
    listenForEvents: get('/v1/events', 'public'),
    listIssues: get('/v1/issues?grid=north&state=submitted&after=01KR9FV61G04SJC953QG90J6VD&limit=3', 'street'),
    getIssue: get('/v1/issues/01KR9FV61G04SJC953QG90J6VD', 'street'),
    getReceipt: async () => ({ as: 'public', path: `/v1/receipts/${(await report()).receipt}` }),
    signUp: async () => ({
      as: newEmployee(),
      path: '/v1/sign-ups',
      body: signUpCommand({ slotId: 'sh-later', replaces: nextUlid() }),
    }),
    getSignUp: async () => {
      const { id, as } = await signUp()
      return { as, path: `/v1/sign-ups/${id}` }
    },
    cancelSignUp: async () => {
      const { id: signUpId, as } = await signUp()
      return { as, path: `/v1/sign-ups/${signUpId}/cancel`, body: { id: nextUlid(), signUpId } }
    },
    putPhoto: async () => ({
      as: 'public',
      path: `/v1/photos/${photo.ref.sha256}`,
      bytes: photo.bytes,
      headers: { 'content-type': 'image/png' },
    }),
    reportIssue: async () => ({
      as: 'public',
      path: '/v1/issues',
      body: reportCommand({
        categoryId: 'street-stall',
        attributes: { size: 'big', count: 3, kinds: ['one', 'two'] },
        placeText: '三楼',
        photos: [photo.ref],
        replaces: nextUlid(),
      }),
    }),
    advanceIssue: async () => {
      const { id: issueId } = await report()
      const body = { id: nextUlid(), issueId, action: 'accept', version: 1, reason: '收到', evidence: [photo.ref] }
      return { as: 'street', path: `/v1/issues/${issueId}/transitions`, body }
    },
    'admin-key-create': admin('key-create', { origins: ['https://new.example'], audience: 'org:org-a' }),
    'admin-issuer-create': async () => {
      const issuer = `https://sso-${nextUlid()}.example`
      const body = { orgId: 'org-a', issuer, jwksUrl: 'https://sso.example/keys' }
      return { as: 'admin', path: '/v1/admin/issuer-create', body }
    },
    'admin-issuer-list': admin('issuer-list', {}),
    'admin-issuer-revoke': async () => ({ as: 'admin', path: '/v1/admin/issuer-revoke', body: { id: await newIssuer() } }),
    'admin-key-list': admin('key-list', {}),
    'admin-key-revoke': async () => ({ as: 'admin', path: '/v1/admin/key-revoke', body: { key: await newKey() } }),
    'admin-token-create': admin('token-create', { role: 'buildingHead', gridId: 'micro-1', days: 2 }),
  }
}
