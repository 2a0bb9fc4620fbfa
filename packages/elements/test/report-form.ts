import { fixture, html } from '@open-wc/testing'
import type { Client } from '@wangge/core/client'
import type { Category } from '@wangge/core/issue/schema'
import { waitUntil } from '../../core/test/wait-until.ts'
import type { GridTreeElement } from '../src/grid-tree/grid-tree.ts'
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

/** The tree to choose a place from, with its rows. */
export async function openTree(element: IssueFormElement) {
  const inside = within(element)
  if (!inside.one<HTMLInputElement>('input[value=grid]').checked) inside.one('input[value=grid]').click()
  await waitUntil(() => inside.has('wg-grid-tree:defined'), 'the tree is there')
  const tree = inside.one<GridTreeElement>('wg-grid-tree')
  const rows = within(tree)
  await waitUntil(() => rows.all('[role=treeitem]').length > 13, 'the grids are there')
  return { tree, rows }
}

/** Chooses a grid in the tree; the first community where none is named. */
export async function pickGrid(element: IssueFormElement, gridId?: string) {
  const { tree, rows } = await openTree(element)
  if (gridId) tree.selected = gridId
  const row = gridId ? `[data-id="${CSS.escape(gridId)}"]` : '[aria-level="2"]'
  await waitUntil(() => rows.has(row), 'what is above it is open')
  rows.one(row).click()
  await waitUntil(() => (within(element).one('#grid-chosen').textContent ?? '').trim() !== '', 'it says what was chosen')
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
