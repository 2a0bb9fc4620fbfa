import {
  attend,
  certificateCommand,
  requestedCertificateCommand,
  checkInCommand,
  correctionCommand,
  moveSignUp,
  nextUlid,
  png,
  reportCommand,
  signUpCommand,
} from '../harness.ts'
import type { Caller, District } from '../harness.ts'
import { sample } from '../sample.ts'
import { rosterExamples } from './roster-examples.ts'
import { bind, comeBack, newPage, signIn } from '../sign-in.ts'

/** A call that is answered well: what each bad one is made from. */
export interface Example {
  as: Caller
  path: string
  body?: { id: string } | object
  bytes?: Uint8Array
  headers?: Record<string, string>
}

const PARTY_STATUS = { purpose: 'party-status', version: 1, by: 'self', guardian: '张大明' }

const IN_A_THOUSAND_YEARS = Date.parse('3026-01-01T00:00:00Z')

const NOTICE_TARGET = { format: 'json', url: 'https://hooks.example/wangge', topics: ['issue.overdue'], gridId: 'north' }
const CODES = [{ scheme: 'local', value: 'ONE' }]

/** By operation id. An operation without an example fails the suite. */
/** Whoever asks for problems is told them in these words, by Open311’s paths too. */
const OPEN311 = { accept: 'application/json, application/problem+json' }

/** By Open311, what a report of litter is; `changes` in its own names. */
export const open311Form = (changes: Record<string, string> = {}): Uint8Array =>
  new TextEncoder().encode(
    new URLSearchParams({
      service_code: 'street-litter',
      lat: '30.5705',
      long: '104.0605',
      description: '垃圾没有清走',
      'attribute[WANGGE_CONSENT]': '2',
      ...changes,
    }).toString(),
  )

export const FORM = { ...OPEN311, 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' }

const ISSUE_FILTER =
  'grid=north&org=org-a&category=street&severity=simple&state=waiting&overdue=true&mine=true&unpublished=true&ended=30&text=%E5%9E%83%E5%9C%BE'

export async function makeExamples(district: District): Promise<Record<string, () => Promise<Example>>> {
  const newEmployee = (): Caller => `employee:${nextUlid()}`
  const signUp = async () => {
    const command = signUpCommand({ slotId: 'sh-later' })
    const as = newEmployee()
    await district.post('/v1/sign-ups', command, as)
    return { id: command.id, as }
  }
  const pastSignUp = async () => {
    const { id, as } = await signUp()
    await moveSignUp(district, id, 'sh-past')
    return { id, as }
  }
  const served = async () => {
    const { id } = await pastSignUp()
    await attend(district, id)
    const { db } = district.database
    const row = await db.selectFrom('sign_ups').select('person_id').where('id', '=', id).executeTakeFirstOrThrow()
    return { personId: row.person_id }
  }
  const certified = async () => {
    const { id, as } = await pastSignUp()
    await attend(district, id)
    return { as, body: (await district.post('/v1/me/certificates', certificateCommand(), as)).body }
  }
  const photo = png('example')
  const report = async () => (await district.post('/v1/issues', reportCommand(), 'public')).body
  const reportWithPhoto = async () => {
    await district.call('PUT', `/v1/photos/${photo.ref.sha256}`, {
      as: 'public',
      body: photo.bytes,
      headers: { 'content-type': 'image/png' },
    })
    return (await district.post('/v1/issues', reportCommand({ photos: [photo.ref] }), 'public')).body
  }
  const get = (path: string, as: Caller) => async () => ({ as, path })
  const open311 = (path: string) => async () => ({ as: 'nobody' as const, path, headers: OPEN311 })
  const admin = (command: string, body: object) => async () => ({ as: 'admin' as const, path: `/v1/admin/${command}`, body })
  const newKey = async (audience = 'public') =>
    (
      await district.call('POST', '/v1/admin/key-create', {
        as: 'admin',
        body: { origins: ['https://x.example'], audience },
      })
    ).body.key
  const made = async (command: string, body: object) =>
    (await district.call('POST', `/v1/admin/${command}`, { as: 'admin', body })).body.id
  const newRole = () => made('role-appoint', { personId: 'head-1', role: 'auditor', gridId: 'root' })
  const newToken = () => made('token-create', { role: 'auditor', gridId: 'root' })
  const newIssuer = () =>
    made('issuer-create', { orgId: 'org-a', issuer: `https://sso-${nextUlid()}.example`, secret: 'x'.repeat(32) })
  const newPerson = async () => {
    const id = nextUlid()
    await district.post('/v1/people', { id, name: '张小明' } as { id: string }, 'street')
    return id
  }
  let phones = 0
  const newPhone = () => `139${String(phones++).padStart(8, '0')}`
  const auditHead = async () => (await district.call('GET', '/v1/audit/head', { as: 'auditor' })).body
  const historyHead = async () => (await district.call('POST', '/v1/issue-histories/head', { as: 'auditor', body: {} })).body
  const erasure = () => ({ id: nextUlid(), confirm: true })
  const onPerson = (command: string) => async () => ({
    as: 'admin' as const,
    path: `/v1/admin/${command}`,
    body: { id: await newPerson() },
  })
  /** Of a grid that begins in a thousand years, whose place another takes a minute later: nothing of today changes. */
  const newRedraw = async () => {
    await district.post('/v1/grids:redraw', { id: nextUlid(), ...(await nextRedraw()) }, 'street')
    return nextRedraw()
  }
  const nextRedraw = async () => {
    const { body } = await district.call('GET', '/v1/grids?at=9998-12-31T00:00:00Z', { as: 'street' })
    const last = body.grids.find(({ parentId }: { parentId: string }) => parentId === 'north-2')
    const from = Math.max(IN_A_THOUSAND_YEARS, Date.parse(last.validFrom ?? '2026-01-01T00:00:00Z'))
    const { geometry } = sample().grids![6] as { geometry: object }
    const change = { op: 'redraw', grids: [{ gridId: last.id, name: last.name, geometry, crs: 'wgs84' }] }
    return { change, effective: new Date(from + 60_000).toISOString() }
  }
  return {
    getHealth: get('/v1/health', 'nobody'),
    getOpenApi: get('/v1/openapi.json', 'nobody'),
    listGrids: get('/v1/grids', 'public'),
    getGridStatus: get('/v1/grids/root/status', 'public'),
    getGridOutlines: get('/v1/grids/north-1/outlines?format=topojson&at=2026-03-02T08:00:00%2B08:00', 'public'),
    findSimilarIssues: async () => ({
      as: 'public',
      path: '/v1/issues:similar',
      body: { categoryId: 'street-litter', place: { by: 'grid', gridId: 'micro-1' }, description: '路边有垃圾' },
    }),
    listBuildings: get('/v1/buildings', 'public'),
    getOrganisation: get('/v1/organisations/org-a', 'org'),
    listSlots: get('/v1/slots?org=org-a', 'org'),
    listCategories: get('/v1/categories', 'public'),
    listChanges: get('/v1/changes?after=0&limit=100', 'org'),
    listenForEvents: get('/v1/events', 'public'),
    listIssues: get(
      `/v1/issues?${ISSUE_FILTER}&dueBefore=2026-03-09T17:00:00%2B08:00&after=01KR9FV61G04SJC953QG90J6VD&limit=3`,
      'street',
    ),
    getIssueBoard: get(`/v1/issue-board?${ISSUE_FILTER}`, 'street'),
    getIssueRates: get(
      '/v1/issue-rates?gridId=north&categoryId=street&from=2026-01-01T00:00:00%2B08:00&to=2026-04-01T00:00:00%2B08:00&by=period',
      'street',
    ),
    getIssue: get('/v1/issues/01KR9FV61G04SJC953QG90J6VD', 'street'),
    getIssuePolicy: get('/v1/issue-policy', 'inspector'),
    getReceipt: async () => ({ as: 'public', path: `/v1/receipts/${(await report()).receipt}` }),
    trackIssue: async () => ({ as: 'public', path: `/v1/receipts/${(await report()).receipt}/track` }),
    getReceiptPhoto: async () => ({
      as: 'public',
      path: `/v1/receipts/${(await reportWithPhoto()).receipt}/photos/${photo.ref.sha256}`,
    }),
    stepByReceipt: async () => {
      const { id: issueId, receipt } = await report()
      return {
        as: 'public',
        path: '/v1/receipts:step',
        body: { id: nextUlid(), receipt, issueId, action: 'note', version: 1, reason: '还没有人来', photos: [] },
      }
    },
    getIssuePhoto: async () => ({
      as: 'street',
      path: `/v1/issues/${(await reportWithPhoto()).id}/photos/${photo.ref.sha256}`,
    }),
    discoverOpen311: open311('/open311/discovery.json?jurisdiction_id=sample'),
    listOpen311Services: open311('/open311/v2/services.json?jurisdiction_id=sample'),
    getOpen311Service: open311('/open311/v2/services/street-stall.json?jurisdiction_id=sample'),
    listOpen311Requests: open311(
      '/open311/v2/requests.json?service_code=street-litter&start_date=2026-02-01T00:00:00Z&end_date=2026-03-31T00:00:00Z&status=open,closed&page=1&page_size=9&jurisdiction_id=sample',
    ),
    reportByOpen311: async () => ({
      as: 'public',
      path: '/open311/v2/requests.json?jurisdiction_id=sample',
      bytes: open311Form(),
      headers: FORM,
    }),
    getOpen311Request: open311('/open311/v2/requests/01KR9FV61G04SJC953QG90J6VD.json?jurisdiction_id=sample'),
    getOpen311Photo: async () => {
      const { policy } = (await district.call('GET', '/v1/issue-policy', { as: 'street' })).body
      const publication = { moderation: 'off', consentVersion: 2 }
      await district.call('POST', '/v1/admin/issue-policy-set', { as: 'admin', body: { ...policy, publication } })
      const { id } = await reportWithPhoto()
      await district.call('POST', '/v1/admin/issue-policy-set', { as: 'admin', body: policy })
      const step = { id: nextUlid(), issueId: id, version: 1, action: 'accept' }
      await district.post(`/v1/issues/${id}/transitions`, step, 'street')
      const [{ media_url: url }] = (await district.call('GET', `/open311/v2/requests/${id}.json`)).body
      return open311(`${new URL(url).pathname}?jurisdiction_id=sample`)()
    },
    getOpen311Token: async () => open311(`/open311/v2/tokens/${(await report()).receipt}.json?jurisdiction_id=sample`)(),
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
    checkIn: async () => ({ as: (await pastSignUp()).as, path: '/v1/check-ins', body: checkInCommand() }),
    showCheckIn: get('/check-in', 'nobody'),
    showPlannerFrame: get('/planner?origin=https%3A%2F%2Fdistrict.example', 'nobody'),
    getPlannerWorker: get('/planner/worker.js', 'nobody'),
    getShiftCode: get('/v1/slots/sh-20/code', 'street'),
    getRosterWeek: get('/v1/roster?from=2026-03-02&to=2026-03-13&gridId=north', 'street'),
    getRosterToday: get('/v1/roster/today', 'head'),
    exportRosterWeek: get('/v1/roster.xlsx?from=2026-03-02&to=2026-03-13&gridId=north', 'street'),
    previewCancelShifts: async () => ({
      as: 'street',
      path: '/v1/shifts:cancel-preview',
      body: {
        from: '2026-03-12T00:00:00+08:00',
        to: '2026-03-13T00:00:00+08:00',
        kinds: ['mobile', 'patrol'],
        gridIds: ['micro-1'],
        slotIds: ['sh-far'],
      },
    }),
    cancelShifts: async () => ({
      as: 'street',
      path: '/v1/shifts:cancel',
      body: {
        id: nextUlid(),
        from: '2026-03-12T00:00:00+08:00',
        to: '2026-03-13T00:00:00+08:00',
        kinds: ['mobile', 'patrol'],
        gridIds: ['micro-1'],
        slotIds: ['sh-far'],
        reason: 'weather',
      },
    }),
    listIntersections: get('/v1/intersections?gridId=root', 'street'),
    getIntersectionCover: get(
      '/v1/intersections/cover?from=2026-03-02T00:00:00%2B08:00&to=2026-03-09T00:00:00%2B08:00&hours=duty&gridId=root',
      'street',
    ),
    listPoints: get('/v1/points?gridId=north', 'street'),
    listTeams: get('/v1/teams?postId=post-1&pointId=point-1', 'street'),
    getReportIn: get('/v1/report-in?from=2026-02-23&to=2026-03-03&gridId=north', 'street'),
    getMyCalendar: async () => ({ as: (await signUp()).as, path: '/v1/me/calendar' }),
    renewMyCalendar: async () => ({ as: (await signUp()).as, path: '/v1/me/calendar', body: { lang: 'en' } }),
    revokeMyCalendar: async () => ({ as: (await signUp()).as, path: '/v1/me/calendar/revoke', body: { lang: 'zh' } }),
    getCalendar: async () => {
      const { body } = await district.call('POST', '/v1/me/calendar', { as: (await signUp()).as, body: {} })
      return { as: 'nobody', path: body.path }
    },
    'admin-shifts-make': admin('shifts-make', { weeks: 2, from: '2026-03-02' }),
    'admin-templates-show': admin('templates-show', {}),
    'admin-templates-set': admin('templates-set', {
      templates: [
        {
          id: 'example',
          postId: 'post-2',
          from: '2030-01-01',
          to: '2030-02-01',
          lines: [{ id: 'a', weekdays: [1], from: '08:00', to: '10:00', need: 2 }],
        },
      ],
    }),
    'admin-statement-show': admin('statement-show', {}),
    'admin-statement-set': admin('statement-set', {
      statements: [
        {
          purpose: 'example',
          zh: '用途说明。',
          en: 'What for.',
          retentionDays: 365,
          separate: true,
          version: 1,
          minimumVersion: 1,
        },
      ],
    }),
    'admin-organisation-close': admin('organisation-close', { orgId: 'org-b', on: '2026-04-01', dryRun: true }),
    'admin-roster-report-in': admin('roster-report-in', { from: '2026-02-23', to: '2026-03-03' }),
    'admin-roster-policy-show': admin('roster-policy-show', {}),
    'admin-roster-policy-set': admin('roster-policy-set', {
      ...{ closesBeforeMinutes: 30, minRestMinutes: 30, maxWaitlist: 10, offerMinutes: 120, remindBeforeHours: 24 },
      ...{ confirmBeforeHours: 2, reliefMinutes: 30, swapNeedsApproval: false },
      attendance: {
        ...{ opensBeforeMinutes: 60, closesAfterMinutes: 120, overrunMinutes: 30, radius: 150, maxAccuracy: 100 },
        arrivesWithinHours: 72,
      },
    }),
    'admin-issue-rates': admin('issue-rates', {
      gridId: 'north',
      from: '2026-01-01T00:00:00+08:00',
      to: '2026-04-01T00:00:00+08:00',
      by: 'category',
    }),
    'admin-issue-policy-show': admin('issue-policy-show', {}),
    'admin-issue-policy-set': admin('issue-policy-set', {
      hours: [{ from: '08:30', to: '24:00' }],
      escalation: {
        every: { amount: 240, unit: 'workingMinutes' },
        after: { street: { amount: 1, unit: 'days' } },
        emergencyToTop: true,
      },
      routing: [{ categoryId: 'street-stall', severity: 'major', to: { role: 'liaison', orgId: 'org-a' } }],
    }),
    'admin-calendar-show': admin('calendar-show', {}),
    'admin-calendar-set': admin('calendar-set', {
      years: [{ year: 2030, days: [{ date: '2030-01-01', kind: 'holiday', name: { zh: '元旦', en: 'New Year’s Day' } }] }],
      source: 'The notice',
    }),
    requestCorrection: async () => {
      const { id: signUpId, as } = await pastSignUp()
      const facts = { place: '天府二街口', inCharge: '李明' }
      return { as, path: `/v1/sign-ups/${signUpId}/corrections`, body: correctionCommand(signUpId, { facts }) }
    },
    stepCorrection: async () => {
      const { id: signUpId, as } = await pastSignUp()
      const { id: correctionId } = (await district.post(`/v1/sign-ups/${signUpId}/corrections`, correctionCommand(signUpId), as))
        .body
      const body = { id: nextUlid(), correctionId, action: 'accept', note: '属实' }
      return { as: 'street', path: `/v1/corrections/${correctionId}/steps`, body }
    },
    listCorrections: async () => {
      const { id: signUpId, as } = await pastSignUp()
      await district.post(`/v1/sign-ups/${signUpId}/corrections`, correctionCommand(signUpId), as)
      return { as: 'street', path: '/v1/corrections?gridId=north' }
    },
    getMyHours: async () => ({ as: (await certified()).as, path: '/v1/me/hours' }),
    getOrganisationHours: get('/v1/organisations/org-a/hours?from=2026-03-01&to=2026-03-02', 'street'),
    exportOrganisationHours: get('/v1/organisations/org-a/hours.csv?from=2026-03-01&to=2026-03-02', 'street'),
    exportOrganisationHoursWorkbook: get('/v1/organisations/org-a/hours.xlsx?from=2026-03-01&to=2026-03-02', 'street'),
    listServiceRecords: async () => {
      await served()
      return { as: 'street', path: '/v1/service-records?gridId=north&from=2026-03-01&to=2026-03-02&limit=200' }
    },
    exportServiceRecords: get('/v1/service-records.csv?gridId=north&from=2026-03-01&to=2026-03-02', 'street'),
    exportServiceRecordsWorkbook: get('/v1/service-records.xlsx?from=2026-03-01&to=2026-03-02', 'street'),
    listOrganisationCertificates: get('/v1/organisations/org-a/certificates', 'liaison'),
    issueRequestedCertificate: async () => {
      const { personId } = await served()
      return { as: 'street', path: '/v1/organisations/org-a/certificates', body: requestedCertificateCommand(personId) }
    },
    revokeRequestedCertificate: async () => {
      const { personId } = await served()
      const command = requestedCertificateCommand(personId)
      const { body } = await district.post('/v1/organisations/org-a/certificates', command, 'street')
      const path = `/v1/organisations/org-a/certificates/${body.id}/revoke`
      return { as: 'street', path, body: { id: nextUlid(), certificateId: body.id } }
    },
    issueCertificate: async () => {
      const { id, as } = await pastSignUp()
      await attend(district, id)
      return { as, path: '/v1/me/certificates', body: certificateCommand() }
    },
    listMyCertificates: async () => ({ as: (await certified()).as, path: '/v1/me/certificates' }),
    revokeCertificate: async () => {
      const { as, body } = await certified()
      return { as, path: `/v1/me/certificates/${body.id}/revoke`, body: { id: nextUlid(), certificateId: body.id } }
    },
    verifyCertificate: async () => ({ as: 'nobody', path: `/v1/certificates/${(await certified()).body.code}` }),
    showCertificate: async () => ({ as: 'nobody', path: `/certificates/${(await certified()).body.code}` }),
    printCertificate: async () => ({ as: 'nobody', path: new URL((await certified()).body.printUrl).pathname }),
    putPhoto: async () => ({
      as: 'public',
      path: `/v1/photos/${photo.ref.sha256}`,
      bytes: photo.bytes,
      headers: { 'content-type': 'image/png' },
    }),
    beginPhotoUpload: async () => {
      const { ref } = png(nextUlid())
      return { as: 'public', path: `/v1/photos/${ref.sha256}/upload`, body: { type: ref.type, size: ref.size } }
    },
    appendPhotoUpload: async () => {
      const { bytes, ref } = png(nextUlid())
      const path = `/v1/photos/${ref.sha256}/upload`
      await district.call('POST', path, { as: 'public', body: { type: ref.type, size: ref.size } })
      return { as: 'public', path: `${path}?offset=0`, bytes, headers: { 'content-type': 'application/partial-upload' } }
    },
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
    getQuota: get('/v1/quota?from=2026-03-02&to=2026-03-09', 'liaison'),
    getQuotaFairness: get('/v1/quota/fairness?week=2026-03-04', 'street'),
    getQuotaPlan: get('/v1/quota/plan', 'street'),
    previewQuotaPlan: async () => {
      const { version, plan } = (await district.call('GET', '/v1/quota/plan', { as: 'street' })).body
      const step = { from: '2026-03-09', ratio: { num: 1, den: 5 }, kinds: ['twoNew'] }
      const body = { version, plan: { ...plan, steps: [...plan.steps, step] }, from: '2026-03-09', to: '2026-03-16' }
      return { as: 'street', path: '/v1/quota/plan:preview', body }
    },
    putQuotaPlan: async () => {
      const { version, plan } = (await district.call('GET', '/v1/quota/plan', { as: 'street' })).body
      const exempt = [{ orgId: 'org-a', from: '2026-04-01', to: '2026-04-03' }]
      return { as: 'street', path: '/v1/quota/plan', body: { id: nextUlid(), version, plan: { ...plan, exempt } } }
    },
    checkGrids: async () => {
      const [one, other] = sample().grids!.slice(4, 6) as { id: string; parentId: string; geometry: object }[]
      const grids = [one!, other!].map(({ id, parentId, geometry }) => ({ id, parentId, crs: 'wgs84', geometry }))
      return { as: 'street', path: '/v1/grids:check', body: { crs: 'wgs84', maxGapWidth: 0.5, tolerance: 0.001, grids } }
    },
    getGridHealth: get('/v1/grids:health?at=2026-03-02T08:00:00%2B08:00', 'street'),
    importPeople: async () => ({
      as: 'street',
      path: '/v1/people:import?dryRun=true',
      bytes: Buffer.from('姓名,手机\n张小明,13900002000'),
      headers: { 'content-type': 'text/csv' },
    }),
    importOrganisations: async () => ({
      as: 'street',
      path: '/v1/organisations:import?dryRun=true',
      bytes: Buffer.from('组织名称,在册党员人数\n甲公司,30'),
      headers: { 'content-type': 'text/csv' },
    }),
    importPosts: async () => ({
      as: 'street',
      path: '/v1/posts:import?dryRun=true',
      bytes: Buffer.from('岗位名称,岗位类别,所在网格,最多人数\n东门流动哨,流动哨,micro-1,4'),
      headers: { 'content-type': 'text/csv' },
    }),
    importIntersections: async () => ({
      as: 'street',
      path: '/v1/intersections:import?dryRun=true',
      bytes: Buffer.from('路口,党组织,交接时间\n样例路口,org-a,2026-07-01'),
      headers: { 'content-type': 'text/csv' },
    }),
    importTeams: async () => ({
      as: 'street',
      path: '/v1/teams:import?dryRun=true',
      bytes: Buffer.from('队伍名称,队伍类别,人员编号,是否队长\n二队,服务队,head-1,是'),
      headers: { 'content-type': 'text/csv' },
    }),
    importPoints: async () => ({
      as: 'street',
      path: '/v1/points:import?dryRun=true',
      bytes: Buffer.from('点位名称,点位类别,所在地点,责任队伍\n路口点位,路口,样例路口,突击队'),
      headers: { 'content-type': 'text/csv' },
    }),
    importCategories: async () => ({
      as: 'street',
      path: '/v1/categories:import?dryRun=true',
      bytes: Buffer.from(
        '一级编号,一级类别,二级编号,二级类别,上报字段,点位类别\nstreet,街面,street-litter,垃圾,bags|袋数/Bags|数字|选填,market|农贸市场/Market',
      ),
      headers: { 'content-type': 'text/csv' },
    }),
    importIssues: async () => ({
      as: 'street',
      path: '/v1/issues:import?dryRun=true',
      bytes: Buffer.from('工单编号,问题类别,诉求内容,所属网格\nRX-2026-1,垃圾,垃圾没有清走,micro-1'),
      headers: { 'content-type': 'text/csv' },
    }),
    'admin-categories-import': admin('categories-import', {
      table: {
        header: ['一级编号', '一级类别', '二级编号', '二级类别'],
        rows: [{ row: 2, cells: ['street', '街面', 'street-litter', '垃圾'] }],
      },
      dryRun: true,
    }),
    'admin-issues-import': admin('issues-import', {
      table: {
        header: ['工单编号', '问题类别', '诉求内容', '所属网格'],
        rows: [{ row: 2, cells: ['RX-2026-2', '垃圾', '垃圾没有清走', 'micro-1'] }],
      },
      dryRun: true,
    }),
    'admin-people-import': admin('people-import', {
      table: { header: ['姓名', '手机'], rows: [{ row: 2, cells: ['张小明', '13900002001'] }] },
      dryRun: true,
    }),
    'admin-organisations-import': admin('organisations-import', {
      table: { header: ['组织名称'], rows: [{ row: 2, cells: ['甲公司'] }] },
      dryRun: true,
    }),
    'admin-intersections-import': admin('intersections-import', {
      table: { header: ['路口', '党组织', '交接时间'], rows: [{ row: 2, cells: ['样例路口', 'org-a', '2026-07-01'] }] },
      dryRun: true,
    }),
    'admin-teams-import': admin('teams-import', {
      table: { header: ['队伍名称', '队伍类别', '人员编号'], rows: [{ row: 2, cells: ['二队', '服务队', 'head-1'] }] },
      dryRun: true,
    }),
    'admin-points-import': admin('points-import', {
      table: { header: ['点位名称', '点位类别', '所在地点'], rows: [{ row: 2, cells: ['路口点位', '路口', '样例路口'] }] },
      dryRun: true,
    }),
    'admin-posts-import': admin('posts-import', {
      table: {
        header: ['岗位名称', '岗位类别', '所在网格', '最多人数'],
        rows: [{ row: 2, cells: ['东门流动哨', '流动哨', 'micro-1', '4'] }],
      },
      dryRun: true,
    }),
    'admin-district-organisations': admin('district-organisations', {
      total: 2,
      byKind: { twoNew: 2 },
      composite: 0,
      allied: 0,
    }),
    listOrganisations: get('/v1/organisations', 'street'),
    listOrganisationProblems: get('/v1/organisation-problems', 'street'),
    listOrganisationPeople: get('/v1/organisations/org-a/people', 'street'),
    previewRedraw: async () => ({ as: 'street', path: '/v1/grids:preview', body: await newRedraw() }),
    redrawGrids: async () => ({ as: 'street', path: '/v1/grids:redraw', body: { id: nextUlid(), ...(await newRedraw()) } }),
    // Two grids with one code: told, and never written.
    'admin-grids-import': admin('grids-import', {
      grids: [0, 1, 1].map((which, index) => ({ ...sample().grids![which]!, id: `root-${index}`, codes: CODES })),
      dryRun: true,
      effective: '2026-03-02T08:00:00+08:00',
      maxGapWidth: 0.5,
      tolerance: 0.001,
    }),
    'admin-grids-redraw': async () => ({
      as: 'admin',
      path: '/v1/admin/grids-redraw',
      body: { dryRun: true, ...(await newRedraw()) },
    }),
    'admin-grids-export': admin('grids-export', { at: '2026-03-02T08:00:00+08:00' }),
    'admin-district-health': admin('district-health', { at: '2026-03-02T08:00:00+08:00' }),
    'admin-district-targets': admin('district-targets', { targets: { community: 1, estate: 2, micro: 3 } }),
    'admin-key-create': admin('key-create', {
      origins: ['https://new.example'],
      audience: 'org:org-a',
      calls: ['listSlots'],
    }),
    'admin-notice-target-create': admin('notice-target-create', NOTICE_TARGET),
    'admin-notice-target-list': admin('notice-target-list', {}),
    'admin-notice-target-revoke': async () => {
      const id = await made('notice-target-create', NOTICE_TARGET)
      return { as: 'admin', path: '/v1/admin/notice-target-revoke', body: { id } }
    },
    'admin-notice-failures': admin('notice-failures', {}),
    'admin-issuer-create': async () => {
      const issuer = `https://sso-${nextUlid()}.example`
      const body = { orgId: 'org-a', issuer, jwksUrl: 'https://sso.example/keys' }
      return { as: 'admin', path: '/v1/admin/issuer-create', body }
    },
    'admin-issuer-list': admin('issuer-list', {}),
    'admin-issuer-revoke': async () => ({ as: 'admin', path: '/v1/admin/issuer-revoke', body: { id: await newIssuer() } }),
    'admin-identity-bind': async () => {
      const body = { issuer: 'https://idp.example', subject: nextUlid(), personId: 'head-1' }
      return { as: 'admin', path: '/v1/admin/identity-bind', body }
    },
    'admin-identity-unbind': async () => {
      await bind(district, 'head-1')
      return { as: 'admin', path: '/v1/admin/identity-unbind', body: { personId: 'head-1' } }
    },
    'admin-identity-list': admin('identity-list', {}),
    'admin-role-appoint': admin('role-appoint', {
      personId: 'head-1',
      role: 'inspector',
      gridId: 'north',
      from: '2026-03-02T09:00:00+08:00',
      to: '2026-03-03T09:00:00+08:00',
    }),
    'admin-role-end': async () => ({ as: 'admin', path: '/v1/admin/role-end', body: { id: await newRole() } }),
    'admin-role-list': admin('role-list', {}),
    'admin-key-page': async () => ({
      as: 'admin',
      path: '/v1/admin/key-page',
      body: { key: await newKey('org:org-a'), page: 'https://x.example/volunteers' },
    }),
    'admin-key-rotate': async () => ({
      as: 'admin',
      path: '/v1/admin/key-rotate',
      body: { key: await newKey(), overlapHours: 1 },
    }),
    'admin-token-list': admin('token-list', {}),
    'admin-token-revoke': async () => ({ as: 'admin', path: '/v1/admin/token-revoke', body: { id: await newToken() } }),
    beginSignIn: async () => ({ as: 'nobody', path: newPage().path }),
    finishSignIn: async () => {
      const { headers } = await district.call('GET', newPage().path)
      return { as: 'nobody', path: `/v1/auth/callback?${district.idp.authorize(headers.get('location')!, 'somebody')}` }
    },
    createSession: async () => {
      const { verifier, path } = newPage()
      const code = (await comeBack(district, await bind(district, 'head-2'), path)).get('wangge_code')!
      return { as: 'nobody', path: '/v1/auth/sessions', body: { code, codeVerifier: verifier } }
    },
    endSession: async () => {
      const { token } = await signIn(district, await bind(district, 'head-2'))
      return { as: 'nobody', path: '/v1/auth/sign-out', headers: { authorization: `Bearer ${token}` } }
    },
    ...rosterExamples(district),
    getMe: get('/v1/me', 'employee:A1'),
    listMySignUps: async () => ({ as: (await signUp()).as, path: '/v1/me/sign-ups' }),
    exportMe: async () => ({ as: (await signUp()).as, path: '/v1/me/data' }),
    eraseMe: async () => ({ as: (await signUp()).as, path: '/v1/me/erasure', body: erasure() }),
    withdrawConsent: async () => ({
      as: (await signUp()).as,
      path: '/v1/me/consents/withdrawal',
      body: { id: nextUlid(), purpose: 'volunteer-duty' },
    }),
    listStatements: get('/v1/statements', 'public'),
    getDataMap: get('/v1/data-map', 'nobody'),
    createPerson: async () => ({
      as: 'street',
      path: '/v1/people',
      body: { id: nextUlid(), name: '张小明', phone: newPhone(), partyStatus: 'none', minor: false, consents: [PARTY_STATUS] },
    }),
    findPeople: async () => ({ as: 'street', path: '/v1/people/find', body: { name: '样例', phone: '13800000000' } }),
    getPerson: async () => ({ as: 'street', path: `/v1/people/${await newPerson()}` }),
    exportPerson: async () => ({ as: 'street', path: `/v1/people/${await newPerson()}/data` }),
    erasePerson: async () => ({ as: 'street', path: `/v1/people/${await newPerson()}/erasure`, body: erasure() }),
    mergePeople: async () => ({
      as: 'street',
      path: `/v1/people/${await newPerson()}/merge`,
      body: { ...erasure(), goneId: await newPerson() },
    }),
    recordConsent: async () => ({
      as: 'street',
      path: `/v1/people/${await newPerson()}/consents`,
      body: { id: nextUlid(), purpose: 'volunteer-duty', version: 1, by: 'guardian', guardian: '张大明', withdraw: false },
    }),
    eraseReport: async () => ({
      as: 'public',
      path: `/v1/receipts/${(await report()).receipt}/erasure`,
      body: erasure(),
    }),
    listGridPeople: get('/v1/grids/micro-1/people', 'street'),
    listOrganisationSignUps: get('/v1/organisations/org-a/sign-ups', 'street'),
    exportOrganisationSignUps: get('/v1/organisations/org-a/sign-ups.csv', 'street'),
    exportIssuesCsv: get(
      `/v1/issues.csv?${ISSUE_FILTER}&from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z&words=true&lang=en`,
      'street',
    ),
    exportIssuesWorkbook: get(
      `/v1/issues.xlsx?${ISSUE_FILTER}&from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z&words=true&lang=en`,
      'street',
    ),
    exportIssuesGeoJson: get(
      `/v1/issues.geojson?${ISSUE_FILTER}&from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z&words=true&lang=en`,
      'street',
    ),
    getIssueHead: get('/v1/issues/01KR9FV61G04SJC953QG90J6VD/head', 'street'),
    verifyIssue: async () => ({
      as: 'street',
      path: '/v1/issues/01KR9FV61G04SJC953QG90J6VD/verification',
      body: { head: (await district.call('GET', '/v1/issues/01KR9FV61G04SJC953QG90J6VD/head', { as: 'street' })).body },
    }),
    placeIssueSteps: async () => ({ as: 'auditor', path: '/v1/issue-histories/head', body: {} }),
    verifyIssueHistories: async () => ({
      as: 'auditor',
      path: '/v1/issue-histories/verification',
      body: { head: await historyHead() },
    }),
    'admin-history-head': admin('history-head', {}),
    'admin-issue-head': admin('issue-head', { id: '01KR9FV61G04SJC953QG90J6VD' }),
    'admin-issue-verify': admin('issue-verify', { id: '01KR9FV61G04SJC953QG90J6VD' }),
    'admin-photos-check': admin('photos-check', {}),
    'admin-photos-move': admin('photos-move', { limit: 100 }),
    'admin-history-verify': async () => ({
      as: 'admin',
      path: '/v1/admin/history-verify',
      body: { head: await historyHead() },
    }),
    listAudit: get('/v1/audit?after=0&limit=20', 'auditor'),
    getAuditHead: get('/v1/audit/head', 'auditor'),
    verifyAudit: async () => ({ as: 'auditor', path: '/v1/audit/verification', body: { head: await auditHead() } }),
    'admin-audit-head': admin('audit-head', {}),
    'admin-audit-list': admin('audit-list', { after: 0, limit: 20 }),
    'admin-audit-verify': async () => ({
      as: 'admin',
      path: '/v1/admin/audit-verify',
      body: { head: await auditHead() },
    }),
    'admin-person-find': admin('person-find', { name: '样例', phone: '13800000000' }),
    'admin-person-show': onPerson('person-show'),
    'admin-person-change': async () => ({
      as: 'admin' as const,
      path: '/v1/admin/person-change',
      body: { id: await newPerson(), name: '样例二', phone: null, minor: false },
    }),
    'admin-person-export': onPerson('person-export'),
    'admin-person-erase': onPerson('person-erase'),
    'admin-person-merge': async () => ({
      as: 'admin' as const,
      path: '/v1/admin/person-merge',
      body: { keep: await newPerson(), gone: await newPerson() },
    }),
    'admin-retention-run': admin('retention-run', { dryRun: true }),
    'admin-secrets-rotate': admin('secrets-rotate', { resume: true }),
    'admin-key-list': admin('key-list', {}),
    'admin-key-revoke': async () => ({ as: 'admin', path: '/v1/admin/key-revoke', body: { key: await newKey() } }),
    'admin-token-create': admin('token-create', { role: 'buildingHead', gridId: 'micro-1', days: 2 }),
  }
}
