type Child = Node | string

/** An element with attributes and children; text stays text, whatever it holds. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value)
  element.append(...children)
  return element
}

export function button(attributes: Record<string, string>, onClick: () => void, ...children: Child[]): HTMLButtonElement {
  const element = make('button', { type: 'button', ...attributes }, ...children)
  element.addEventListener('click', onClick)
  return element
}
