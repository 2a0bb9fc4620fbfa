import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import { createFetchTransport } from '@wangge/core/adapters/fetch'
import { createMemoryStores } from '@wangge/core/adapters/memory'
import { createClient } from '@wangge/core/client'
import type { Client } from '@wangge/core/client'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { checkRegistration, nextEvent, openClient, openDistrict, streetToken, within } from '../../test/district.ts'
import type { TestClient } from '../../test/district.ts'
import type { DistrictAnswer } from '../../test/district-server.ts'
import type { IssueBoardElement } from './issue-board.ts'
import './issue-board.ts'

/** No other test reports anything there. */
const ESTATE = 'g-e-043'
const MICRO = 'g-m-0227'

describe('wg-issue-board', () => {
  let district: DistrictAnswer
  let device: TestClient
  const clients: Client[] = []

  before(async () => {
    await checkRegistration(
      'wg-issue-board',
      () => import('./define.ts'),
      () => import(`./${'define.ts'}?again`),
    )
    district = await openDistrict(11)
  })

  beforeEach(async () => {
    device = await staff()
  })

  afterEach(() => clients.splice(0).forEach((client) => client.close()))

  /** Somebody of the street, each time another one. */
  async function staff(): Promise<TestClient> {
    const token = await streetToken()
    const one = await openClient({ endpoint: district.endpoint, siteKey: district.publicKey, token: async () => token })
    clients.push(one.client)
    return one
  }

  /** The same without the stream of changes: what others do is not heard of. */
  async function deafStaff(): Promise<Client> {
    const token = await streetToken()
    const { listen: _, ...transport } = createFetchTransport({ endpoint: district.endpoint, siteKey: district.publicKey })
    const client = createClient({
      endpoint: district.endpoint,
      siteKey: district.publicKey,
      token: async () => token,
      transport,
      stores: createMemoryStores(),
    })
    clients.push(client)
    return client
  }

  /** A resident reports something; resolves with its id once the server has it. */
  async function report(description: string, photos: Blob[] = []): Promise<string> {
    const { client } = await openClient({ endpoint: district.endpoint, siteKey: district.publicKey })
    clients.push(client)
    const [{ data: categories }, { data: statements }] = [
      await client.categories().refresh(),
      await client.statements().refresh(),
    ]
    const category = categories!.categories.find(
      ({ parentId, attributes }) => parentId !== undefined && attributes.every(({ required }) => !required),
    )!
    const { version } = statements!.statements.find(({ purpose }) => purpose === 'issue-report')!
    const sent = await client.report({
      categoryId: category.id,
      description,
      place: { by: 'grid', gridId: MICRO },
      photos,
      consent: { version },
    })
    if (!sent.ok) throw new Error(`expected a report, got ${JSON.stringify(sent)}`)
    const outcome = await sent.settled
    if (outcome.state !== 'acknowledged') throw new Error(`expected a report, got ${JSON.stringify(outcome)}`)
    return sent.id
  }

  async function open({ client = device.client, lang = 'en', view = 'list', text = '' } = {}) {
    const element = await fixture<IssueBoardElement>(
      html`<wg-issue-board
        lang=${lang}
        view=${view as 'list'}
        grid-id=${ESTATE}
        text=${text}
        .client=${client}
      ></wg-issue-board>`,
    )
    const inside = within(element)
    await waitUntil(() => inside.has('#found'), 'the issues are there')
    return { element, inside }
  }

  type Inside = Awaited<ReturnType<typeof open>>['inside']

  const words = (inside: Inside, selector: string) => inside.one(selector).textContent?.replace(/\s+/g, ' ').trim() ?? ''
  const lineOf = (id: string) => `.what[data-issue="${id}"]`

  async function openIssue(inside: Inside, id: string) {
    await waitUntil(() => inside.has(lineOf(id)), 'the line is there')
    inside.one(lineOf(id)).click()
    await waitUntil(() => inside.has(`[data-open="${id}"] [part=timeline]`), 'the issue is there')
  }

  function write(inside: Inside, selector: string, value: string) {
    const control = inside.one<HTMLInputElement>(selector)
    control.value = value
    control.dispatchEvent(new Event(control.localName === 'select' ? 'change' : 'input'))
  }

  /** Takes a step in the issue that is open, with what it asks for, and waits for the server. */
  async function step(inside: Inside, action: string, fields: Record<string, string> = {}, done?: RegExp) {
    await waitUntil(() => inside.has(`[data-action=${action}]:not([disabled])`), `${action} is possible`)
    inside.one(`[data-action=${action}]`).click()
    await waitUntil(() => inside.has('#send'), 'asked for what it needs')
    for (const [selector, value] of Object.entries(fields)) write(inside, selector, value)
    inside.one('#send').click()
    if (done) await waitUntil(() => done.test(words(inside, '#news')), `${action} is done`)
  }

  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)

  const actionsIn = (inside: Inside) => inside.all('[data-action]').map(({ dataset }) => dataset['action'])

  const photo = async () => {
    const canvas = new OffscreenCanvas(64, 48)
    canvas.getContext('2d')!.fillRect(8, 8, 20, 20)
    return new File([await canvas.convertToBlob({ type: 'image/jpeg' })], 'after.jpg', { type: 'image/jpeg' })
  }

  it('is accessible as a list, with an issue open and a step being written, in columns, on the map and with its keys', async () => {
    const id = await report('单元门禁坏了，请看看')
    const { element, inside } = await open({ lang: 'zh' })
    await openIssue(inside, id)
    inside.one('[data-action=reject]').click()
    await waitUntil(() => inside.focused()?.id === 'step-title', 'the step has the focus')
    inside.one('#send').click()
    await waitUntil(() => inside.focused()?.id === 'summary', 'what is missing is said')
    await expect(element).to.be.accessible()
    inside.one('#cancel').click()
    inside.one('[data-view=board]').click()
    await waitUntil(() => inside.has('[part=columns]'), 'the columns are there')
    inside.one('.close').click()
    inside.one('#keys').click()
    await waitUntil(() => inside.has('[part=keys]'), 'the keys are there')
    await expect(element).to.be.accessible()
    inside.one('[data-view=map]').click()
    await waitUntil(() => inside.has('.shape'), 'the map is there')
    await expect(element).to.be.accessible()
  })

  it('takes an issue from its report to its end; whoever resolved it does not verify it, and another does', async () => {
    const id = await report('楼道灯不亮，晚上看不见')
    const { element, inside } = await open({ text: '楼道灯不亮' })
    await openIssue(inside, id)
    expect(actionsIn(inside)).to.deep.equal(['accept', 'reject', 'merge', 'correct', 'publish', 'withhold', 'note'])
    const acted = nextEvent(element, 'wg-issue-board-act')
    await step(inside, 'accept', {}, /^Accept: recorded/)
    expect(await acted).to.include({ issueId: id, action: 'accept' })
    await step(inside, 'dispatch', {}, /^Dispatch: recorded/)
    expect(words(inside, '[part=facts]')).to.match(/With Grid worker/)
    await step(inside, 'extend', { '#reason': '等配件', '#amount': '2' }, /^Extend: recorded/)
    await step(inside, 'start', {}, /^Start work: recorded/)

    await step(inside, 'resolve')
    await waitUntil(() => inside.focused()?.id === 'summary', 'a photo or words are asked for')
    const files = new DataTransfer()
    files.items.add(await photo())
    const chooser = inside.one<HTMLInputElement>('#photo-files')
    chooser.files = files.files
    chooser.dispatchEvent(new Event('change'))
    await waitUntil(() => inside.has('.photos canvas'), 'the photo is ready')
    inside.one('#send').click()
    await waitUntil(() => /^Mark resolved: recorded/.test(words(inside, '#news')), 'it is resolved')
    await waitUntil(() => inside.has('.picture canvas'), 'the photo is shown again')
    await waitUntil(() => !actionsIn(inside).includes('resolve'), 'the next steps are there')
    expect(actionsIn(inside)).to.deep.equal(['reopen', 'publish', 'withhold', 'note'])

    const colleague = await open({ client: (await staff()).client, text: '楼道灯不亮' })
    await openIssue(colleague.inside, id)
    await step(colleague.inside, 'verify', {}, /^Verify: recorded/)
    await step(colleague.inside, 'close', {}, /^Close: recorded/)
    expect(colleague.inside.all('.timeline li').map(({ className }) => className)).to.deep.equal([
      'close',
      'verify',
      'resolve',
      'start',
      'extend',
      'dispatch',
      'accept',
      'report',
    ])
    // The first one sees it without asking.
    await waitUntil(() => words(inside, lineOf(id)).includes('Closed'), 'what a colleague did is seen')
  })

  it('returns, reassigns, suspends, whistles, merges and takes out again, each with what it asks for', async () => {
    const [id, other] = [await report('电梯有异响甲'), await report('电梯有异响乙')]
    const { inside } = await open({ text: '电梯有异响' })
    await openIssue(inside, other)
    await step(inside, 'merge', { '#reason': '同一部电梯', '#into': id }, /^Merge: recorded/)
    await openIssue(inside, id)
    await waitUntil(() => inside.has('.others li'), 'the duplicate is named')
    await openIssue(inside, other)
    await step(inside, 'unmerge', { '#reason': '是另一部' }, /^Take out: recorded/)
    await step(inside, 'reject', { '#reason': '重复登记' }, /^Reject: recorded/)
    await openIssue(inside, id)
    await step(inside, 'accept', {}, /^Accept: recorded/)
    await step(inside, 'dispatch', {}, /^Dispatch: recorded/)
    await step(inside, 'return', { '#reason': '不属于本小区' }, /^Hand back: recorded/)
    await step(inside, 'dispatch', {}, /^Dispatch: recorded/)
    await step(inside, 'reassign', { '#reason': '人手不够', '#to': `grid:${MICRO}` }, /^Reassign: recorded/)
    expect(words(inside, '[part=facts]')).to.match(/With Building head/)
    await step(inside, 'start', {}, /^Start work: recorded/)
    await step(inside, 'suspend', { '#reason': '等厂家', '#until': inDays(9) }, /^Suspend: recorded/)
    await step(inside, 'resume', {}, /^Resume: recorded/)
    await step(inside, 'escalate', { '#reason': '需要部门到场' }, /^Whistle: recorded/)
    expect(words(inside, '.detail .chips')).to.include('Whistled')
  })

  it('is gone through by keys: down and up, open and back, selected, found, explained', async () => {
    const marks = ['键盘甲', '键盘乙', '键盘丙']
    for (const mark of marks) await report(`${mark}快捷键测试`)
    const { element, inside } = await open({ text: '快捷键测试' })
    await waitUntil(() => inside.all('.what').length === marks.length, 'all are there')
    const ids = inside.all('.what').map(({ dataset }) => dataset['issue'])
    const focused = () => (inside.focused() as HTMLElement | null)?.dataset['issue']
    inside.one('.what[tabindex="0"]').focus()
    expect(inside.all('.what').filter(({ tabIndex }) => tabIndex === 0)).to.have.length(1)
    await sendKeys({ press: 'j' })
    await waitUntil(() => focused() === ids[1], 'down')
    await sendKeys({ press: 'ArrowDown' })
    await waitUntil(() => focused() === ids[2], 'further down')
    await sendKeys({ press: 'k' })
    await waitUntil(() => focused() === ids[1], 'up')
    await sendKeys({ press: 'x' })
    await waitUntil(() => inside.has('.bulk') && words(inside, '.bulk').includes('1 selected'), 'selected')
    await sendKeys({ press: 'Enter' })
    await waitUntil(() => inside.focused()?.id === 'detail-title', 'open')
    await sendKeys({ press: 'Escape' })
    await waitUntil(() => focused() === ids[1], 'back')
    await sendKeys({ press: '?' })
    await waitUntil(() => inside.focused()?.id === 'keys-title', 'explained')
    await sendKeys({ press: 'Escape' })
    await waitUntil(() => inside.focused()?.id === 'keys', 'and away')
    await sendKeys({ press: '2' })
    await element.updateComplete
    expect(element.view).to.equal('board')
    await sendKeys({ press: '/' })
    expect(inside.focused()?.id).to.equal('text')
    // Whoever writes writes.
    await sendKeys({ press: 'x' })
    expect(element.text).to.equal('快捷键测试x')
  })

  it('does one step for many, each answered by itself, and shows which were not done', async () => {
    const ids = [await report('批量甲受理'), await report('批量乙受理'), await report('批量丙受理')]
    const { inside } = await open({ client: await deafStaff(), text: '批量' })
    await waitUntil(() => inside.all('.what').length === 3, 'all are there')
    // Meanwhile a colleague takes one of them on.
    const { client: colleague } = await staff()
    const sent = await colleague.advanceIssue({ issueId: ids[1]!, action: 'accept', version: 1 })
    expect(sent.ok && (await sent.settled).state).to.equal('acknowledged')
    inside.one('#select-all').click()
    await waitUntil(() => inside.has('.bulk') && words(inside, '.bulk').includes('3 selected'), 'all are selected')
    inside.one('[data-bulk=accept]').click()
    await waitUntil(() => inside.has('.bulk #send'), 'asked once more')
    inside.one('.bulk #send').click()
    await waitUntil(() => inside.has('#bulk-news'), 'it is told what came of it')
    expect(words(inside, '#bulk-news')).to.match(/2 of 3 done.*批量乙受理: Somebody was faster/)
    expect(inside.focused()?.id).to.equal('bulk-news')
    expect(words(inside, '.bulk-head')).to.include('1 selected')
    await waitUntil(() => inside.all('.lines .chip').filter((chip) => chip.textContent === 'To dispatch').length >= 2, 'seen')
  })

  it('shows what waits to be looked at before others see it, and publishes and withholds it, one by its parts and many at once', async () => {
    const [pictured, ...others] = [
      await report('公开审核：照片', [await photo()]),
      await report('公开审核甲'),
      await report('公开审核乙'),
    ]
    const { element, inside } = await open({ text: '公开审核' })
    const begin = async (action: string) => {
      await waitUntil(() => inside.has(`[data-action=${action}]:not([disabled])`), `${action} is possible`)
      inside.one(`[data-action=${action}]`).click()
      await waitUntil(() => inside.has('input[name=parts]'), 'asked what of it')
    }
    await waitUntil(() => inside.has('#unpublished'), 'some wait')
    inside.one('#unpublished').focus()
    await sendKeys({ press: 'Enter' })
    await waitUntil(() => inside.all('.what').length === 3, 'only these')
    expect(element.unpublished).to.equal(true)
    expect(words(inside, lineOf(pictured))).to.include('To publish')
    await openIssue(inside, pictured)
    expect(words(inside, '[part=facts]')).to.include('Words: to be looked at · Photos: to be looked at')
    await begin('publish')
    expect(inside.all<HTMLInputElement>('input[name=parts]').map(({ checked }) => checked)).to.deep.equal([true, true])
    for (const part of ['words', 'photos']) {
      inside.one(`input[name=parts][value=${part}]`).click()
      await element.updateComplete
    }
    inside.one('#send').click()
    await waitUntil(
      () => inside.has('#summary') && words(inside, '#summary').includes('Please choose at least one'),
      'nothing was chosen',
    )
    inside.one('input[name=parts][value=words]').click()
    await element.updateComplete
    inside.one('#send').click()
    await waitUntil(() => words(inside, '#news').startsWith('Publish: recorded'), 'published')
    await waitUntil(() => words(inside, '[part=facts]').includes('Words: published · Photos: to be looked at'), 'the words are')
    await begin('withhold')
    inside.one('input[name=parts][value=words]').click()
    await element.updateComplete
    inside.one('#send').click()
    await waitUntil(() => inside.has('#summary') && words(inside, '#summary').includes('Please say why'), 'asked why')
    write(inside, '#reason', '照片上有人脸')
    inside.one('#send').click()
    await waitUntil(() => words(inside, '[part=facts]').includes('Words: published · Photos: withheld'), 'the photos are not')
    await waitUntil(() => inside.all('.what').length === 2, 'nobody has to look at it any more')
    await begin('publish')
    expect(inside.all<HTMLInputElement>('input[name=parts]').map(({ checked }) => checked)).to.deep.equal(
      [false, false],
      'what was withheld is not chosen for anybody',
    )
    inside.one('#cancel').click()
    inside.one('#unpublished').click()
    await waitUntil(() => inside.all('.what').length === 3, 'what is decided, too')
    inside.one('#select-all').click()
    await waitUntil(() => inside.has('[data-bulk=publish]'), 'all can be published, one of them by a name')
    inside.one('[data-bulk=publish]').click()
    await waitUntil(() => inside.has('.bulk #send'), 'asked once more')
    inside.one('.bulk #send').click()
    await waitUntil(
      () => inside.has('.bulk #summary') && words(inside, '.bulk #summary').includes('Please choose at least one'),
      'whether their photos go with them is for somebody to say',
    )
    inside.one('.bulk input[name=parts][value=both]').click()
    await element.updateComplete
    inside.one('.bulk #send').click()
    await waitUntil(() => inside.has('#bulk-news') && words(inside, '#bulk-news').includes('2 of 3 done'), 'done')
    expect(words(inside, '#bulk-news')).to.include('公开审核：照片: That is decided already')
    expect((await device.client.issue(pictured).refresh()).data?.history.at(-1)?.action).to.equal('withhold')
    const waits = () => inside.all('.lines .chip').some((chip) => chip.textContent?.trim() === 'To publish')
    await waitUntil(() => inside.all('.what').length === 3 && !waits(), 'none of them waits')
    for (const id of others) {
      const { data } = await device.client.issue(id).refresh()
      expect(data?.history.map(({ action, parts }) => [action, parts])).to.deep.equal([
        ['report', undefined],
        ['publish', ['words']],
      ])
    }
  })

  it('keeps a step without a connection, says so, and sends it when there is one', async () => {
    const id = await report('离线办理测试')
    const { inside } = await open({ text: '离线办理测试' })
    await openIssue(inside, id)
    device.setOffline(true)
    await step(inside, 'accept')
    await waitUntil(() => words(inside, '.detail').includes('Accept: waiting to be sent'), 'it is said')
    expect(words(inside, lineOf(id))).to.include('Not sent yet')
    expect(inside.has('[data-action]:not([disabled])')).to.equal(false)
    inside.one('#export').click()
    await waitUntil(() => inside.has('[data-format=csv]'), 'the formats are offered')
    inside.one('[data-format=csv]').click()
    await waitUntil(() => words(inside, '.files').includes('An export needs a connection'), 'a file is not to be had')
    device.setOffline(false)
    device.client.outbox.sendNow()
    await waitUntil(() => words(inside, lineOf(id)).includes('To dispatch'), 'it is sent')
    expect(words(inside, '.detail')).not.to.include('waiting to be sent')
  })

  it('has what is looked at in its properties, tells the page of it, and gives it as a table', async () => {
    const id = await report('=表格导出测试，"引号"')
    const { element, inside } = await open({ text: '表格导出测试' })
    await waitUntil(() => inside.has(lineOf(id)), 'it is found')
    const told = nextEvent(element, 'wg-issue-board-view')
    write(inside, '#state', 'done')
    expect((await told).state).to.deep.include({ state: 'done', gridId: ESTATE, text: '表格导出测试', view: 'list' })
    await waitUntil(() => inside.text().includes('No such issue'), 'none is left')
    element.state = 'submitted'
    await waitUntil(() => inside.has(lineOf(id)), 'found again')
    const click = HTMLAnchorElement.prototype.click
    let file: { name: string; text: Promise<string> } | undefined
    HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
      file = { name: this.download, text: fetch(this.href).then((answer) => answer.text()) }
    }
    const given = async (format: string) => {
      file = undefined
      inside.one(`[data-format=${format}]`).click()
      await waitUntil(() => file !== undefined && inside.has(`[data-format=${format}]:not([disabled])`), `the ${format} is here`)
      return { name: file!.name, text: await file!.text }
    }
    try {
      inside.one('#export').click()
      await waitUntil(() => inside.has('[data-format]'), 'the formats are offered')
      expect(words(inside, '#files-title')).to.equal('Export the 1 issue found')
      const bare = await given('csv')
      expect(bare.name).to.match(/^Issues \d{4}-\d\d-\d\d\.csv$/)
      const lines = bare.text.trim().split('\r\n')
      expect(lines).to.have.length(2)
      expect(lines[1]).to.include(`${id},`).and.not.to.include('表格导出测试')
      inside.one('#file-words').click()
      expect((await given('csv')).text).to.include(`"'=表格导出测试，""引号""`)
      const { features } = JSON.parse((await given('geojson')).text) as { features: { id: string }[] }
      expect(features.map((feature) => feature.id)).to.deep.equal([id])
      expect((await given('xlsx')).text.slice(0, 2)).to.equal('PK')
      await sendKeys({ press: 'Escape' })
      await waitUntil(() => !inside.has('[data-format]'), 'put away')
    } finally {
      HTMLAnchorElement.prototype.click = click
    }
    inside.one('#clear').click()
    await waitUntil(() => inside.all('.what').length === 60, 'all of the district, as many as one looks at first')
    inside.one('.more').click()
    await waitUntil(() => inside.all('.what').length === 120, 'and more')
  })

  it('asks to sign in where nobody is known', async () => {
    const { client } = await openClient({ endpoint: district.endpoint, siteKey: district.publicKey })
    clients.push(client)
    const element = await fixture<IssueBoardElement>(html`<wg-issue-board lang="zh" .client=${client}></wg-issue-board>`)
    await waitUntil(() => within(element).text().includes('请先登录'), 'asked')
  })

  it('corrects what an issue was reported as, and its history says what that was', async () => {
    const id = await report('不是垃圾，是燃气味')
    const { element, inside } = await open()
    await openIssue(inside, id)
    await waitUntil(() => inside.has('[data-action=correct]'), 'it can be corrected')
    inside.one('[data-action=correct]').click()
    await waitUntil(() => inside.has('#send'), 'asked for what it needs')
    await expect(element).to.be.accessible()
    write(inside, '#reason', '接报有误')
    inside.one('#send').click()
    await waitUntil(() => inside.has('#correct-category-error'), 'something has to be other')
    const other = inside.one<HTMLOptionElement>('#correct-category optgroup:last-of-type option:last-child')
    write(inside, '#correct-category', other.value)
    write(inside, '#correct-severity', 'major')
    inside.one('#send').click()
    await waitUntil(() => /Correct/.test(words(inside, '#news')), 'it is corrected')
    await waitUntil(() => words(inside, '#detail-title') === other.textContent?.trim(), 'it is of the other category')
    expect(words(inside, '[part=timeline] li.correct')).to.match(/ → .+ → Major .*接报有误$/)
  })
})
