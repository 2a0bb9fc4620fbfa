import type { LitElement } from 'lit'
import type { within } from './district.ts'

/** Writes into a field of an element, as a person who leaves nothing of what stood there. */
export async function typeInto(
  { element, inside }: { element: LitElement; inside: ReturnType<typeof within> },
  selector: string,
  value: string,
): Promise<void> {
  const field = inside.one<HTMLInputElement>(selector)
  field.value = value
  field.dispatchEvent(new Event('input'))
  await element.updateComplete
}
