import { expect, fixture, html } from '@open-wc/testing'
import { sendKeys } from '@web/test-runner-commands'
import { createUlid } from '@wangge/core'
import { createMemoryStores } from '@wangge/core/adapters/memory'
import type { Category } from '@wangge/core/issue/schema'
import { waitUntil } from '../../../core/test/wait-until.ts'
import { checkRegistration, nextEvent, openClient, openDistrict, streetToken, within } from '../../test/district.ts'
import { categoryWith, choose, openForm, pickGrid, send, type } from '../../test/report-form.ts'
import type { TestClient } from '../../test/district.ts'
import type { DistrictAnswer } from '../../test/district-server.ts'
import type { IssueFormElement } from './issue-form.ts'
import './issue-form.ts'

type Inside = ReturnType<typeof within>

describe('wg-issue-form', () => {
  let district: DistrictAnswer
  let device: TestClient
  let categories: readonly Category[]
  let realPosition: Geolocation['getCurrentPosition']

  before(async () => {
    await checkRegistration(
      'wg-issue-form',
      () => import('./define.ts'),
      () => import(`./${'define.ts'}?again`),
    )
    district = await openDistrict(2)
    realPosition = navigator.geolocation.getCurrentPosition
  })

  beforeEach(async () => {
    device = await openClient({ endpoint: district.endpoint, siteKey: district.publicKey })
    categories = (await device.client.categories().refresh()).data?.categories ?? []
  })

  afterEach(() => {
    navigator.geolocation.getCurrentPosition = realPosition
    device.client.close()
  })

  async function open(lang = 'en', client = device.client) {
    const element = await fixture<IssueFormElement>(html`<wg-issue-form lang=${lang} .client=${client}></wg-issue-form>`)
    const inside = within(element)
    await waitUntil(() => inside.has('form'), 'the form is there')
    return { element, inside }
  }

  async function fill(element: IssueFormElement) {
    const inside = within(element)
    await choose(element, categoryWith(categories))
    type(inside, '#description', '三单元门口的路灯两天不亮了')
    await pickGrid(element)
    await waitUntil(() => inside.has('#consent'), 'what is consented to is told')
    inside.one('#consent').click()
    await element.updateComplete
  }

  const outcome = (inside: Inside) => (inside.has('#outcome') ? (inside.one('#outcome').textContent ?? '') : '')

  /** A photo as a camera writes it: a JPEG with an EXIF part that names a place. */
  async function cameraPhoto(width: number, height: number): Promise<File> {
    const canvas = document.createElement('canvas')
    canvas.width = width
    canvas.height = height
    canvas.getContext('2d')?.fillRect(0, 0, width, height)
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg'))
    const jpeg = new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0))
    const words = new TextEncoder().encode('Exif\0\0GPS 30.57N 104.06E')
    const part = [0xff, 0xe1, 0, words.length + 2, ...words]
    return new File([jpeg.slice(0, 2), new Uint8Array(part), jpeg.slice(2)], 'camera.jpg', { type: 'image/jpeg' })
  }

  function addFiles(inside: Inside, files: File[]) {
    const transfer = new DataTransfer()
    for (const file of files) transfer.items.add(file)
    const input = inside.one<HTMLInputElement>('#photo-files')
    input.files = transfer.files
    input.dispatchEvent(new Event('change'))
  }

  it('is accessible, empty, with attributes of a category, and with errors', async () => {
    const { element, inside } = await open()
    await expect(element).to.be.accessible()
    await choose(element, categoryWith(categories, 'multivaluelist'))
    await expect(element).to.be.accessible()
    send(inside)
    await waitUntil(() => inside.has('#summary'))
    await expect(element).to.be.accessible()
  })

  it('speaks Chinese and English', async () => {
    const chinese = await open('zh')
    expect(chinese.inside.one('h2').textContent).to.equal('反映问题')
    expect(chinese.inside.text()).to.include('0 / 2,000 字')
    const { inside } = await open('en')
    expect(inside.one('h2').textContent).to.equal('Report an issue')
    expect(inside.text()).to.include('0 of 2,000 characters')
  })

  it('has a field for each data type of an attribute', async () => {
    const { element, inside } = await open()
    const kinds = {
      string: 'input[type=text]',
      number: 'input[inputmode=decimal]',
      datetime: 'input[type=datetime-local]',
      text: 'textarea',
    }
    for (const [datatype, selector] of Object.entries({ ...kinds, multivaluelist: 'input[type=checkbox]' })) {
      const category = categoryWith(categories, datatype)
      await choose(element, category)
      const code = category.attributes.find((attribute) => attribute.datatype === datatype)?.code
      const field = inside.one(`#attribute-${code}`)
      expect(field.matches(selector) || field.querySelector(selector) !== null, datatype).to.equal(true)
    }
    const single = categoryWith(categories, 'singlevaluelist')
    await choose(element, single)
    const code = single.attributes.find(({ datatype }) => datatype === 'singlevaluelist')?.code
    expect(inside.all(`#attribute-${code} input[type=radio], select#attribute-${code}`).length).to.be.greaterThan(0)
  })

  it('says what is wrong by field, takes the focus to the summary, leads to each field', async () => {
    const { inside } = await open()
    inside.one('form [type=submit]').focus()
    await sendKeys({ press: 'Enter' })
    await waitUntil(() => inside.has('#summary'))
    expect(inside.focused()?.id).to.equal('summary')
    const wrong = inside.all('#summary li').map((line) => line.textContent)
    expect(wrong).to.deep.equal([
      'Choose what kind of issue it is',
      'Write what happened, at most 2,000 characters',
      'Choose the place',
      'Please agree to what your data is for',
    ])
    const description = inside.one('#description')
    expect(description.getAttribute('aria-invalid')).to.equal('true')
    expect(description.getAttribute('aria-describedby')).to.equal('description-hint description-error')
    await sendKeys({ press: 'Tab' })
    await sendKeys({ press: 'Tab' })
    await sendKeys({ press: 'Enter' })
    expect(inside.focused()?.id).to.equal('description')
  })

  it('takes a mark away as soon as its field is right, and sets none before one asks again', async () => {
    const { element, inside } = await open()
    const left = () => inside.all('#summary li').map((line) => line.textContent?.split(' ').at(0))
    const marked = (selector: string) => inside.one(selector).getAttribute('aria-invalid') === 'true'
    send(inside)
    await waitUntil(() => left().length === 4, 'four things to mend')
    const isAsked = ({ datatype, required }: Category['attributes'][number]) => datatype === 'number' && required
    const category = categories.find(({ parentId, attributes }) => parentId && attributes.some(isAsked))!
    await choose(element, category)
    await waitUntil(() => left().length === 3, 'the kind is chosen; what it asks for is not marked yet')
    type(inside, '#description', ' ')
    await element.updateComplete
    type(inside, '#description', '路灯不亮')
    await waitUntil(() => !marked('#description'), 'the description is there')
    expect(left()).to.deep.equal(['Choose', 'Please'])
    await pickGrid(element)
    await waitUntil(() => left().length === 1, 'the place is there')
    inside.one('#consent').click()
    await waitUntil(() => !inside.has('#summary'), 'nothing more is marked')
    type(inside, '#description', '')
    await element.updateComplete
    send(inside)
    await waitUntil(() => inside.has('#summary'), 'asked again')
    const field = `#attribute-${category.attributes.find(isAsked)!.code}`
    expect([marked('#description'), marked(field)]).to.deep.equal([true, true])
    type(inside, field, 'many')
    await element.updateComplete
    type(inside, '#description', '路灯不亮')
    await waitUntil(() => !marked('#description'), 'mended')
    expect(marked(field), 'what is still wrong stays marked').to.equal(true)
    type(inside, field, '3')
    await waitUntil(() => !inside.has('#summary'), 'all is mended')
  })

  it('counts the characters', async () => {
    const { element, inside } = await open()
    type(inside, '#description', '路灯不亮')
    await element.updateComplete
    expect(inside.one('.count').textContent).to.equal('4 of 2,000 characters')
  })

  it('sends a report with a photo and gives its receipt code, and tells the host', async () => {
    const { element, inside } = await open()
    await fill(element)
    addFiles(inside, [await cameraPhoto(2400, 1200)])
    await waitUntil(() => inside.has('.preview canvas'), 'the preview')
    const submitted = nextEvent(element, 'wg-issue-form-submit')
    const settled = nextEvent(element, 'wg-issue-form-settle')
    await waitUntil(() => !inside.one<HTMLButtonElement>('form [type=submit]').disabled)
    send(inside)
    expect(await submitted).to.have.property('saved', true)
    const { outcome: answer } = await settled
    await waitUntil(() => inside.has('.code'))
    expect(inside.one('.code').textContent).to.match(/^[0-9A-Z]{4}(-[0-9A-Z]+)+$/)
    expect(answer).to.have.nested.property('answer.receipt', inside.one('.code').textContent)
    expect(inside.focused()?.id).to.equal('outcome')
    await expect(element).to.be.accessible()
    inside.all('#outcome .button').at(-1)?.click()
    await waitUntil(() => inside.has('form'))
    expect(inside.one<HTMLTextAreaElement>('#description').value).to.equal('')
  })

  it('has a field that people do not meet: what fills it in is told so, nothing is sent, and once more it goes', async () => {
    const { element, inside } = await open()
    await fill(element)
    const lure = inside.one<HTMLInputElement>('#website')
    expect([lure.tabIndex, lure.autocomplete, lure.closest('[inert][aria-hidden=true]') !== null]).to.deep.equal([
      -1,
      'off',
      true,
    ])
    const { right, width } = lure.parentElement!.getBoundingClientRect()
    expect(right < 0 && width <= 1, `${right} ${width}`).to.equal(true)
    lure.focus()
    expect(inside.focused()).to.not.equal(lure)
    type(inside, '#website', 'https://spam.example')
    await element.updateComplete
    send(inside)
    await waitUntil(() => inside.has('#refusal'), 'told')
    expect(inside.one('#refusal').textContent).to.include('This looks filled in by a program')
    expect(inside.one<HTMLInputElement>('#website').value).to.equal('')
    expect(inside.one<HTMLTextAreaElement>('#description').value).to.include('路灯')
    expect(inside.has('#outcome')).to.equal(false)
    send(inside)
    await waitUntil(() => /[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{2}/.test(outcome(inside)), 'sent')
  })

  it('makes photos at most 1,600 px and leaves out what the camera wrote beside the picture', async () => {
    const { element, inside } = await open()
    await fill(element)
    device.setOffline(true)
    const photo = await cameraPhoto(2400, 1200)
    expect(new TextDecoder('latin1').decode(await photo.arrayBuffer())).to.include('GPS 30.57N')
    const sent: Blob[] = []
    const report = device.client.report.bind(device.client)
    device.client.report = (input) => {
      sent.push(...input.photos)
      return report(input)
    }
    addFiles(inside, [photo])
    await waitUntil(() => inside.has('.preview') && !inside.one<HTMLButtonElement>('form [type=submit]').disabled)
    send(inside)
    await waitUntil(() => sent.length === 1)
    const [blob] = sent as [Blob]
    const picture = await createImageBitmap(blob)
    expect([picture.width, picture.height]).to.deep.equal([1600, 800])
    expect(blob.type).to.equal('image/jpeg')
    const bytes = new TextDecoder('latin1').decode(await blob.arrayBuffer())
    expect(bytes).not.to.include('GPS 30.57N')
    expect(bytes).not.to.include('Exif')
  })

  it('takes at most six photos, says which file is no picture, and takes one out again', async () => {
    const { element, inside } = await open()
    addFiles(inside, [new File(['no picture'], 'notes.jpg', { type: 'image/jpeg' })])
    await waitUntil(() => inside.text().includes('“notes.jpg” cannot be read'))
    const photo = await cameraPhoto(80, 60)
    addFiles(
      inside,
      Array.from({ length: 7 }, () => photo),
    )
    await waitUntil(() => inside.all('.preview').length === 6, 'six previews')
    expect(inside.text()).to.include('At most 6; the others were left out')
    expect(inside.has('#photo-files')).to.equal(false)
    inside.one('.remove').click()
    await element.updateComplete
    expect(inside.all('.preview')).to.have.length(5)
  })

  it('says “saved on this device, will be sent” without a network, and gives the code when it is back', async () => {
    const { element, inside } = await open()
    await fill(element)
    device.setOffline(true)
    send(inside)
    await waitUntil(() => outcome(inside).includes('Saved on this device, will be sent'))
    await waitUntil(() => outcome(inside).includes('Tried once'), 'tries are told')
    await expect(element).to.be.accessible()
    device.setOffline(false)
    inside.one('#outcome .primary').click()
    await waitUntil(() => inside.has('.code'), 'the receipt')
  })

  it('never says “saved” where there is only memory', async () => {
    const stores = createMemoryStores({ reason: 'test' })
    const forgetful = await openClient({ endpoint: district.endpoint, siteKey: district.publicKey, stores })
    const { element, inside } = await open('en', forgetful.client)
    await fill(element)
    forgetful.setOffline(true)
    send(inside)
    await waitUntil(() => outcome(inside).includes('Not sent yet'))
    expect(inside.text()).not.to.include('Saved on this device')
    forgetful.client.close()
  })

  it('shows a refusal with its reason; the report can be changed and sent again', async () => {
    navigator.geolocation.getCurrentPosition = (done) =>
      done({ coords: { longitude: 121.47, latitude: 31.23, accuracy: 12.4 } } as GeolocationPosition)
    const { element, inside } = await open()
    await fill(element)
    inside.one('input[value=point]').click()
    await element.updateComplete
    inside.one('.position .button').click()
    await waitUntil(() => inside.text().includes('Position found, within about 12 m'))
    send(inside)
    await waitUntil(() => outcome(inside).includes('This place is outside the sub-district'), 'refused')
    await expect(element).to.be.accessible()
    inside.one('#outcome .primary').click()
    await waitUntil(() => inside.has('form'))
    expect(inside.one<HTMLTextAreaElement>('#description').value).to.equal('三单元门口的路灯两天不亮了')
    inside.one('input[value=grid]').click()
    await element.updateComplete
    send(inside)
    await waitUntil(() => inside.has('.code'), 'the receipt')
    let unsent = -1
    device.client.outbox.subscribe(({ entries }) => (unsent = entries.length))
    await waitUntil(() => unsent === 0, 'the refused one has left the outbox')
  })

  it('sends a refused report again as it is, and tells the second answer', async () => {
    navigator.geolocation.getCurrentPosition = (done) =>
      done({ coords: { longitude: 121.47, latitude: 31.23, accuracy: 12 } } as GeolocationPosition)
    const { element, inside } = await open()
    await fill(element)
    inside.one('input[value=point]').click()
    await element.updateComplete
    inside.one('.position .button').click()
    await waitUntil(() => inside.has('.position .chip'))
    const first = nextEvent(element, 'wg-issue-form-settle')
    send(inside)
    const { issueId } = await first
    await waitUntil(() => inside.has('#outcome .danger'), 'refused')
    const second = nextEvent(element, 'wg-issue-form-settle')
    inside.all('#outcome .button')[1]?.click()
    expect((await second).issueId).not.to.equal(issueId)
    expect((await second).outcome.state).to.equal('refused')
    await waitUntil(() => inside.has('#outcome .danger'))
  })

  it('discards a refused report on the person’s word', async () => {
    navigator.geolocation.getCurrentPosition = (done) =>
      done({ coords: { longitude: 121.47, latitude: 31.23, accuracy: 12 } } as GeolocationPosition)
    const { element, inside } = await open()
    await fill(element)
    inside.one('input[value=point]').click()
    await element.updateComplete
    inside.one('.position .button').click()
    await waitUntil(() => inside.has('.position .chip'))
    send(inside)
    await waitUntil(() => inside.has('#outcome .danger'), 'refused')
    inside.one('#outcome .danger').click()
    await waitUntil(() => inside.has('form'))
    let unsent = -1
    device.client.outbox.subscribe(({ entries }) => (unsent = entries.length))
    await waitUntil(() => unsent === 0)
  })

  it('keeps what is being written over a reload, without photos and consent, and discards it on the person’s word', async () => {
    const name = `wangge-draft-${Date.now()}`
    const first = await openClient({ endpoint: district.endpoint, siteKey: district.publicKey, name })
    const before = await open('en', first.client)
    await fill(before.element)
    addFiles(before.inside, [await cameraPhoto(80, 60)])
    await waitUntil(() => before.inside.has('.preview'), 'the preview')
    before.element.remove()
    await waitUntil(async () => (await first.client.reportDraft.read())?.description !== undefined, 'kept')
    first.client.close()
    const second = await openClient({ endpoint: district.endpoint, siteKey: district.publicKey, name })
    const { element, inside } = await openForm(second.client)
    await waitUntil(() => inside.text().includes('This is what you had begun'), 'restored')
    expect(inside.one<HTMLTextAreaElement>('#description').value).to.equal('三单元门口的路灯两天不亮了')
    await waitUntil(() => inside.has('#consent'), 'what is consented to is told')
    expect(inside.one<HTMLInputElement>('#consent').checked).to.equal(false)
    expect(inside.has('.preview')).to.equal(false)
    await expect(element).to.be.accessible()
    inside.one('.notice .button').click()
    await waitUntil(() => inside.one<HTMLTextAreaElement>('#description').value === '', 'cleared')
    await waitUntil(async () => (await second.client.reportDraft.read()) === undefined, 'forgotten')
    second.client.close()
  })

  it('asks one thing after the other on a phone, and stays where something is to be mended', async () => {
    const { element, inside } = await openForm(device.client, 340)
    const visible = () => inside.all('.step').findIndex((part) => part.getClientRects().length > 0)
    const next = () => inside.all('.step-actions .button').find((button) => button.textContent?.trim() === 'Next')!
    expect(visible()).to.equal(0)
    await expect(element).to.be.accessible()
    next().click()
    await waitUntil(() => inside.has('#summary'), 'what is to be mended')
    expect(inside.all('#summary li')).to.have.length(2)
    expect(visible()).to.equal(0)
    await choose(element, categoryWith(categories))
    type(inside, '#description', '路灯不亮')
    await element.updateComplete
    next().click()
    await waitUntil(() => visible() === 1, 'where')
    expect(inside.focused()?.id).to.equal('step-title')
    await pickGrid(element)
    next().click()
    await waitUntil(() => visible() === 2, 'photos')
    next().click()
    await waitUntil(() => visible() === 3, 'send')
    send(inside)
    await waitUntil(() => inside.has('#summary'), 'consent is missing')
    inside.one('#consent').click()
    await element.updateComplete
    send(inside)
    await waitUntil(() => inside.has('.code'), 'the receipt')
  })

  it('is a field of the host page’s form: required, disabled, reset, and its value is the receipt code', async () => {
    const form = await fixture<HTMLFormElement>(
      html`<form>
        <fieldset><wg-issue-form name="issue" required lang="en" .client=${device.client}></wg-issue-form></fieldset>
      </form>`,
    )
    const element = form.querySelector('wg-issue-form') as IssueFormElement
    const inside = within(element)
    await waitUntil(() => inside.has('form'), 'the form is there')
    expect(form.checkValidity()).to.equal(false)
    form.querySelector('fieldset')!.disabled = true
    await element.updateComplete
    expect(inside.one('#description').matches(':disabled')).to.equal(true)
    form.querySelector('fieldset')!.disabled = false
    await element.updateComplete
    await fill(element)
    send(inside)
    await waitUntil(() => inside.has('.code'), 'the receipt')
    expect(form.checkValidity()).to.equal(true)
    expect(new FormData(form).get('issue')).to.equal(inside.one('.code').textContent)
    form.reset()
    await waitUntil(() => inside.has('#description'), 'empty again')
    await waitUntil(() => new FormData(form).get('issue') === null, 'no value')
  })

  it('leads who sends the host page’s form to what is missing; a refused report is no value; a reset leaves the focus', async () => {
    navigator.geolocation.getCurrentPosition = (done) =>
      done({ coords: { longitude: 121.47, latitude: 31.23, accuracy: 12 } } as GeolocationPosition)
    const form = await fixture<HTMLFormElement>(
      html`<form>
        <wg-issue-form name="issue" required lang="en" .client=${device.client}></wg-issue-form>
        <input name="note" />
      </form>`,
    )
    form.addEventListener('submit', (event) => event.preventDefault())
    const element = form.querySelector('wg-issue-form')!
    const inside = within(element)
    await waitUntil(() => inside.has('form'), 'the form is there')
    expect([element.form, element.name, element.willValidate]).to.deep.equal([form, 'issue', true])
    form.requestSubmit()
    await waitUntil(() => inside.focused()?.id === 'title', 'it leads there')
    expect([element.validity.valueMissing, element.validationMessage]).to.deep.equal([true, 'Please report the issue first'])
    element.disabled = true
    await waitUntil(() => inside.one('#description').matches(':disabled'), 'disabled by itself')
    expect(form.checkValidity()).to.equal(true)
    element.disabled = false
    await waitUntil(() => !inside.one('#description').matches(':disabled'), 'and not any more')
    await fill(element)
    inside.one('input[value=point]').click()
    await element.updateComplete
    inside.one('.position .button').click()
    await waitUntil(() => inside.has('.position .chip'), 'found')
    send(inside)
    await waitUntil(() => inside.has('#outcome .danger'), 'refused')
    expect([element.value, new FormData(form).get('issue')]).to.deep.equal(['', null])
    expect([form.checkValidity(), element.validity.customError]).to.deep.equal([false, true])
    const note = form.querySelector('input')!
    note.focus()
    form.reset()
    await waitUntil(() => inside.has('#description'), 'empty again')
    expect(document.activeElement).to.equal(note)
    expect(element.validity.valueMissing).to.equal(true)
  })

  it('is the field that it was when the browser brings the page back', async () => {
    const first = await openForm(device.client)
    await fill(first.element)
    device.setOffline(true)
    send(first.inside)
    await waitUntil(() => first.inside.has('#outcome'), 'kept')
    const id = first.element.value
    first.element.remove()
    const again = async () => {
      const form = await fixture<HTMLFormElement>(
        html`<form><wg-issue-form name="issue" required lang="en" .client=${device.client}></wg-issue-form></form>`,
      )
      const element = form.querySelector('wg-issue-form')!
      element.formStateRestoreCallback(id)
      return { form, element, inside: within(element) }
    }
    const { form, inside } = await again()
    await waitUntil(() => outcome(inside).includes('Saved on this device, will be sent'), 'it still waits')
    await waitUntil(() => new FormData(form).get('issue') === id, 'its value')
    device.setOffline(false)
    device.client.outbox.sendNow()
    await waitUntil(() => inside.has('.code'), 'the receipt')
    const code = inside.one('.code').textContent
    const later = await again()
    await waitUntil(() => later.inside.has('.code') && later.inside.one('.code').textContent === code, 'the same code')
    expect([new FormData(later.form).get('issue'), later.form.checkValidity()]).to.deep.equal([code, true])
  })

  it('tells of an issue that others have reported, lets it be joined once, and tells of one’s own without a connection', async () => {
    const words = '路口井盖松动，车一过就响个不停'
    const other = await openClient({ endpoint: district.endpoint, siteKey: district.publicKey })
    const { grids = [] } = (await other.client.gridTree().refresh()).data ?? {}
    const { statements = [] } = (await other.client.statements().refresh()).data ?? {}
    const gridId = grids.filter(({ level }) => level === 'micro').at(-1)!.id
    const reported = await other.client.report({
      ...{ categoryId: categoryWith(categories).id, description: words, place: { by: 'grid', gridId }, photos: [] },
      consent: { version: statements.find(({ purpose }) => purpose === 'issue-report')!.version },
    })
    if (!reported.ok) throw new Error(reported.reason)
    await reported.settled
    other.client.close()
    const command = { id: createUlid(Date.now(), Math.random), issueId: reported.id, action: 'accept', version: 1 }
    const accepted = await fetch(`${district.endpoint}/v1/issues/${reported.id}/transitions`, {
      method: 'POST',
      headers: {
        ...{ authorization: `Bearer ${await streetToken()}`, 'content-type': 'application/json' },
        'idempotency-key': command.id,
      },
      body: JSON.stringify(command),
    })
    expect(accepted.status).to.equal(200)

    const write = async ({ element, inside }: { element: IssueFormElement; inside: Inside }) => {
      await choose(element, categoryWith(categories))
      type(inside, '#description', '井盖松动，车一过就响')
      await pickGrid(element, gridId)
      await waitUntil(() => inside.has('.similar'), 'it is told of')
    }
    const first = await openForm(device.client)
    await write(first)
    await expect(first.element).to.be.accessible()
    expect(first.inside.one('.similar').textContent).not.to.include('井盖')
    first.inside.one('.similar button').click()
    await waitUntil(() => first.inside.one('.similar button').getAttribute('aria-pressed') === 'true', 'joined')
    await waitUntil(() => first.inside.has('#consent'), 'what is consented to is told')
    first.inside.one('#consent').click()
    await first.element.updateComplete
    send(first.inside)
    await waitUntil(() => first.inside.has('.code'), 'a receipt of its own')
    first.element.remove()

    const second = await openForm(device.client)
    await write(second)
    expect(second.inside.one('.similar').textContent).to.include('Reported on this device')
    expect(second.inside.one('.similar').textContent).to.include('1 more reported it')
    expect(second.inside.has('.similar button')).to.equal(false)
    device.setOffline(true)
    second.inside.one('#consent').click()
    await second.element.updateComplete
    send(second.inside)
    await waitUntil(() => second.inside.has('#outcome'), 'kept')
    second.element.remove()
    const third = await openForm(device.client)
    await write(third)
    expect(third.inside.one('.similar').textContent).to.include('Reported on this device')
  })
})
