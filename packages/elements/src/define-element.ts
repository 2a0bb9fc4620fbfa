/** Registers a tag; a second load of this file or of another copy of the package leaves the first one standing. */
export function defineElement(tag: string, constructor: CustomElementConstructor): void {
  if (!customElements.get(tag)) customElements.define(tag, constructor)
}
