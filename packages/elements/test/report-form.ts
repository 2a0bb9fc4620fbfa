import { fixture, html } from '@open-wc/testing'
import type { Client } from '@wangge/core/client'
import type { Category } from '@wangge/core/issue/schema'
import { waitUntil } from '../../core/test/wait-until.ts'
import type { IssueFormElement } from '../src/issue-form/issue-form.ts'
import { within } from './district.ts'

type Inside = ReturnType<typeof within>

/** The form as it opens, as after a reload, or as wide as a phone. */
export async function openForm(client: Client, width = 900) {
  const box = await fixture<HTMLElement>(
    html`<div style="inline-size: ${width}px"><wg-issue-form lang="en" .client=${client}></wg-issue-form></div>`,
  )
  const element = box.firstElementChild as IssueFormElement
  const inside = within(element)
  await waitUntil(() => inside.has('form'), 'the form is there')
  return { element, inside }
}

export function type(inside: Inside, selector: string, value: string) {
  const input = inside.one<HTMLInputElement>(selector)
  input.value = value
  input.dispatchEvent(new InputEvent('input'))
}

export async function pick(element: IssueFormElement, selector: string, value: string) {
  const select = within(element).one<HTMLSelectElement>(selector)
  select.value = value
  select.dispatchEvent(new Event('change'))
  await element.updateComplete
}

/** A second-level category with such an attribute, or with none at all. */
export const categoryWith = (categories: readonly Category[], datatype?: string) =>
  categories.find(({ parentId, attributes }) => {
    if (!parentId) return false
    return datatype ? attributes.some((attribute) => attribute.datatype === datatype) : attributes.length === 0
  }) as Category

export async function choose(element: IssueFormElement, { id, parentId }: Category) {
  within(element).one(`input[value="${parentId}"]`).click()
  await element.updateComplete
  within(element).one(`input[value="${id}"]`).click()
  await element.updateComplete
}

export const send = (inside: Inside) => inside.one('form [type=submit]').click()
