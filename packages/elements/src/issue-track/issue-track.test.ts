import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import type { Client } from '@wangge/core/client'
import type { Issue, PhotoRef } from '@wangge/core/issue/schema'
import { createUlid } from '@wangge/core'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { checkRegistration, nextEvent, openClient, openDistrict, streetToken, within } from '../../test/district.ts'
import type { TestClient } from '../../test/district.ts'
import type { DistrictAnswer } from '../../test/district-server.ts'
import { preparePhoto } from '../photos/photo.ts'
import type { IssueTrackElement } from './issue-track.ts'
import './issue-track.ts'

describe('wg-issue-track', () => {
  let district: DistrictAnswer
  let device: TestClient
  let token: string

  before(async () => {
    await checkRegistration(
      'wg-issue-track',
      () => import('./define.ts'),
      () => import(`./${'define.ts'}?again`),
    )
    district = await openDistrict(3)
    token = await streetToken()
  })

  beforeEach(async () => {
    device = await openClient({ endpoint: district.endpoint, siteKey: district.publicKey })
  })

  afterEach(() => device.client.close())

  async function open(code = '', lang = 'en', client = device.client) {
    const element = await fixture<IssueTrackElement>(
      html`<wg-issue-track code=${code} lang=${lang} .client=${client}></wg-issue-track>`,
    )
    return { element, inside: within(element) }
  }

  /** A picture with something in it, as the form makes it ready. */
  async function photo(colour: string): Promise<Blob> {
    const canvas = document.createElement('canvas')
    canvas.width = 160
    canvas.height = 120
    const context = canvas.getContext('2d')!
    context.fillStyle = colour
    context.fillRect(20, 20, 80, 60)
    const blob = await new Promise<Blob>((resolve) => canvas.toBlob((made) => resolve(made!), 'image/png'))
    return (await preparePhoto(blob)).blob
  }

  async function report(client: Client = device.client, joins?: string) {
    const { categories = [] } = (await client.categories().refresh()).data ?? {}
    const { grids = [] } = (await client.gridTree().refresh()).data ?? {}
    const { statements = [] } = (await client.statements().refresh()).data ?? {}
    const result = await client.report({
      categoryId: categories.find(({ parentId, attributes }) => parentId && attributes.length === 0)!.id,
      description: '楼道灯坏了三天',
      place: { by: 'grid', gridId: grids.find(({ level }) => level === 'micro')!.id },
      photos: [await photo('#703')],
      consent: { version: statements.find(({ purpose }) => purpose === 'issue-report')!.version },
      ...(joins && { joins }),
    })
    if (!result.ok) throw new Error(result.reason)
    const outcome = await result.settled
    if (outcome.state !== 'acknowledged') throw new Error(outcome.state)
    return outcome.answer
  }

  const call = (method: string, path: string, body?: BodyInit, headers: Record<string, string> = {}) =>
    fetch(`${district.endpoint}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, ...headers },
      ...(body && { body }),
    })

  /** The street takes the issue one step on. */
  async function step(id: string, action: string, more: object = {}) {
    const { version } = (await (await call('GET', `/v1/issues/${id}`)).json()) as Issue
    const command = { id: createUlid(Date.now(), Math.random), issueId: id, action, version, ...more }
    const response = await call('POST', `/v1/issues/${id}/transitions`, JSON.stringify(command), {
      'content-type': 'application/json',
      'idempotency-key': command.id,
    })
    if (!response.ok) throw new Error(await response.text())
  }

  async function upload(blob: Blob): Promise<PhotoRef> {
    const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await blob.arrayBuffer()))
    const name = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
    await call('PUT', `/v1/photos/${name}`, blob, { 'content-type': 'image/jpeg' })
    return { sha256: name, type: 'image/jpeg', size: blob.size }
  }

  function write(inside: ReturnType<typeof within>, selector: string, text: string) {
    const input = inside.one<HTMLInputElement>(selector)
    input.value = text
    input.dispatchEvent(new InputEvent('input'))
  }

  /** Chooses a picture so wide, and waits until it is ready to be sent. */
  async function attach(inside: ReturnType<typeof within>, width: number) {
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = 60
    const picture = await new Promise<Blob>((resolve) => canvas.toBlob((made) => resolve(made!)))
    const files = new DataTransfer()
    files.items.add(new File([picture], 'now.png', { type: 'image/png' }))
    const input = inside.one<HTMLInputElement>('#photo-files')
    input.files = files.files
    input.dispatchEvent(new Event('change'))
    const isReady = () => inside.has('.preview canvas') && !inside.one<HTMLButtonElement>('.step-form [type=submit]').disabled
    await waitUntil(isReady, 'the photo is ready')
  }

  const shown = (inside: ReturnType<typeof within>, words: string) => waitUntil(() => inside.text().includes(words), words)

  it('is accessible, asks for a code, and says what is wrong with it', async () => {
    const { element, inside } = await open()
    await waitUntil(() => inside.has('#code'), 'the form')
    await expect(element).to.be.accessible()
    const input = inside.one<HTMLInputElement>('#code')
    const type = (text: string) => {
      input.value = text
      input.dispatchEvent(new InputEvent('input'))
    }
    type('K7QM-2X9F')
    input.focus()
    await sendKeys({ press: 'Enter' })
    await shown(inside, 'A receipt code has 10 letters and digits')
    expect(inside.focused()?.id).to.equal('code')
    await expect(element).to.be.accessible()
    type('k7qm 2x9f 4d')
    await sendKeys({ press: 'Enter' })
    await shown(inside, 'There is no such receipt code')
    await expect(element).to.be.accessible()
    inside.all('.button').at(-1)!.click()
    await waitUntil(() => inside.focused()?.id === 'code', 'asked again')
  })

  it('follows an issue from its report to before and after, and has it confirmed, rated and reopened', async () => {
    const { id, receipt } = await report()
    const first = await open(receipt.toLowerCase(), 'zh')
    await shown(first.inside, '已经收到，等待受理')
    expect(first.inside.one('[aria-current=step]').textContent).to.include('待受理')
    await waitUntil(() => first.inside.all('.shown canvas').length === 1, 'the photo before')
    await expect(first.element).to.be.accessible()

    await step(id, 'accept', { reason: 'Superlong'.repeat(40) })
    await step(id, 'start')
    await step(id, 'resolve', { reason: '换了灯泡', evidence: [await upload(await photo('#fd5'))] })
    const { element, inside } = await open(receipt)
    await shown(inside, 'it is waiting to be checked')
    await waitUntil(() => inside.all('.pair canvas').length === 2, 'before and after')
    expect(inside.all('.pair [role=img]').map((one) => one.getAttribute('aria-label'))).to.deep.equal([
      'Before, photo 1',
      'After, photo 1',
    ])
    expect(inside.all('.timeline .happened').map((one) => one.textContent)).to.deep.equal([
      'Resolved by the sub-district office',
      'Work begun by the sub-district office',
      'Accepted by the sub-district office',
      'You reported this',
    ])
    expect(inside.text()).to.include('换了灯泡')
    const card = inside.one('.card')
    expect(card.scrollWidth, 'no word is too long for it').to.equal(card.clientWidth)
    await expect(element).to.be.accessible()
    const confirmed = nextEvent(element, 'wg-issue-track-step')
    inside.one('.steps .primary').click()
    expect(await confirmed).to.include({ issueId: id, action: 'verify' })
    await shown(inside, 'Checked; about to be closed')

    await step(id, 'close')
    const closed = await open(receipt)
    await shown(closed.inside, 'Please rate it')
    closed.inside.one('[data-action=rate]').click()
    await waitUntil(() => closed.inside.has('#rating'), 'the rating')
    await expect(closed.element).to.be.accessible()
    closed.inside.one('.step-form [type=submit]').click()
    await shown(closed.inside, 'Choose a rating')
    closed.inside.one('#rating input').focus()
    for (let press = 0; press < 3; press += 1) await sendKeys({ press: 'ArrowRight' })
    await sendKeys({ press: 'Enter' })
    await shown(closed.inside, 'You rated it')
    expect(closed.inside.one('.rated').textContent).to.include('Satisfied')

    closed.inside.one('[data-action=reopen]').click()
    await waitUntil(() => closed.inside.focused()?.id === 'words', 'what is not settled')
    closed.inside.one('.step-form [type=submit]').click()
    await shown(closed.inside, 'Write it down')
    const words = closed.inside.one<HTMLTextAreaElement>('#words')
    words.value = '晚上又不亮了'
    words.dispatchEvent(new InputEvent('input'))
    device.setOffline(true)
    closed.inside.one('.step-form [type=submit]').click()
    await shown(closed.inside, 'Saved on this device, will be sent')
    await waitUntil(() => closed.inside.has('[data-action=note]'), 'more can be added')
    expect(closed.inside.has('[data-action=reopen]'), 'but it is not reopened twice').to.equal(false)
    device.setOffline(false)
    device.client.outbox.sendNow()
    await shown(closed.inside, 'It was reopened.')
    expect(closed.inside.text()).to.include('晚上又不亮了')
    await expect(closed.element).to.be.accessible()
  })

  it('shows what was reported here without a connection, how old that is, and keeps what is said until there is one', async () => {
    const { receipt } = await report()
    const before = await open(receipt)
    await shown(before.inside, 'Received; it is waiting')
    before.element.remove()
    device.setOffline(true)
    const { element, inside } = await open()
    await waitUntil(() => inside.has('.pick'), 'the reports of this device')
    await expect(element).to.be.accessible()
    inside.one('.pick').click()
    await shown(inside, 'Received; it is waiting')
    await waitUntil(() => inside.has('.freshness .chip'), 'that it may be older')
    await expect(element).to.be.accessible()
    inside.one('[data-action=note]').click()
    await waitUntil(() => inside.has('#words'), 'the remark')
    write(inside, '#words', '晚上完全看不见')
    await attach(inside, 2000)
    await expect(element).to.be.accessible()
    const sent: Blob[] = []
    const remark = device.client.remarkOnIssue.bind(device.client)
    device.client.remarkOnIssue = (input) => {
      sent.push(...(input.photos ?? []))
      return remark(input)
    }
    inside.one('.step-form [type=submit]').click()
    await shown(inside, 'Saved on this device, will be sent')
    expect(sent.map(({ type }) => type)).to.deep.equal(['image/jpeg'])
    expect((await createImageBitmap(sent[0]!)).width).to.equal(1600)
    await waitUntil(() => inside.has('.unsent .tries'), 'it was tried')
    device.setOffline(false)
    inside.one('.unsent .button').click()
    await shown(inside, 'Remark by you')
    await shown(inside, 'It has arrived')
    await waitUntil(() => inside.all('.step-photos canvas').length === 1, 'the photo is with the remark')
    expect(inside.one('.step-photos [role=img]').getAttribute('aria-label')).to.equal('Remark by you, photo 1')
    await expect(element).to.be.accessible()
  })

  it('takes a step that was refused back into its form, with its photo, and sends it in its place', async () => {
    const { id, receipt } = await report()
    await step(id, 'accept')
    await step(id, 'start')
    await step(id, 'resolve', { reason: '换了灯泡', evidence: [await upload(await photo('#fd5'))] })
    const { element, inside } = await open(receipt)
    await shown(inside, 'it is waiting to be checked')
    device.setOffline(true)
    inside.one('[data-action=reopen]').click()
    await waitUntil(() => inside.has('#words'), 'what is not settled')
    write(inside, '#words', '又有人差点摔倒')
    await attach(inside, 80)
    inside.one('.step-form [type=submit]').click()
    await shown(inside, 'Saved on this device, will be sent')
    // A remark rests on nothing that was seen; what takes the issue back does.
    await step(id, 'note', { reason: '明天再看一次' })
    device.setOffline(false)
    device.client.outbox.sendNow()
    await shown(inside, 'Something has just happened to it')
    await expect(element).to.be.accessible()
    inside
      .all('[role=alert] .button')
      .find((button) => button.textContent?.trim() === 'Change it')!
      .click()
    await waitUntil(() => inside.has('.preview canvas'), 'its photo')
    expect(inside.one<HTMLTextAreaElement>('#words').value).to.equal('又有人差点摔倒')
    await waitUntil(() => inside.has('.step-form [type=submit]:enabled'), 'it can be sent')
    inside.one('.step-form [type=submit]').click()
    await shown(inside, 'It was reopened.')
    await waitUntil(() => !inside.has('[role=alert]'), 'the refused one is gone')
  })

  it('takes the code out of an address, and the number of a request that was made here; says what is wrong with others', async () => {
    const { id, receipt } = await report()
    const { element, inside } = await open()
    const look = async (text: string) => {
      write(inside, '#code', text)
      await element.updateComplete
      inside.one('.code-form [type=submit]').click()
    }
    await waitUntil(() => inside.has('.pick'), 'what was reported here')
    await look('')
    await shown(inside, 'Enter the receipt code')
    await look('K7QM-2X9F-40')
    await shown(inside, 'No receipt code has 0 in it')
    expect(inside.one('#code').getAttribute('aria-invalid')).to.equal('true')
    write(inside, '#code', receipt)
    await waitUntil(() => inside.one('#code').getAttribute('aria-invalid') !== 'true', 'the mark goes as it is mended')
    for (const text of [`https://district.example/track?code=${receipt.toLowerCase()}`, id.toLowerCase()]) {
      await look(text)
      await shown(inside, 'Received; it is waiting')
      expect(element.code).to.equal(receipt)
      inside.all('.button').at(-1)!.click()
      await waitUntil(() => inside.has('#code'), 'asked again')
    }
    await look('638344')
    await shown(inside, 'Nothing can be followed by this number')
  })

  it('tells of a report that was joined to another how far that one is, and not that it is settled before', async () => {
    const neighbour = await openClient({ endpoint: district.endpoint, siteKey: district.publicKey })
    const first = await report(neighbour.client)
    neighbour.client.close()
    await step(first.id, 'accept')
    const { receipt } = await report(device.client, first.id)
    const list = await open()
    await waitUntil(() => list.inside.has('.pick'), 'what was reported here')
    await device.client.myReports().refresh()
    await waitUntil(() => list.inside.one('.pick .chip').textContent === 'In progress', 'as far as the other one')
    list.element.remove()
    const { element, inside } = await open(receipt)
    await shown(inside, 'it is handled together with theirs')
    await shown(inside, 'Of that one: Accepted; somebody is being found')
    expect(inside.one('[aria-current=step]').textContent).to.include('In progress')
    await expect(element).to.be.accessible()
    await step(first.id, 'start')
    const again = await open(receipt)
    await shown(again.inside, 'Of that one: It is being worked on')
  })

  it('says that there is no connection where a code was typed that this device does not know', async () => {
    device.setOffline(true)
    const { element, inside } = await open('K7QM-2X9F-4D')
    await waitUntil(() => inside.has('[part=error]'), 'the error')
    await expect(element).to.be.accessible()
  })
})
