import { property, state } from 'lit/decorators.js'
import { WgElement } from './wg-element.ts'

/** What a form of the host page is told of an element in it. */
export interface FormStanding {
  /** Sent with the form under the element's `name`; empty for nothing. */
  value: string
  /** From which the element can be brought back after the page was left; given to `restore`. */
  state: string
  /** Why the form is not to be sent, in words; empty where it may be. */
  customError: string
  /** That there is nothing yet, where there has to be something. */
  valueMissing: string
  /** Selects what the browser leads the person to. */
  anchor: string
}

/** An element that takes part in a form of the host page. The platform wants the class itself for that. */
export abstract class FormAssociatedElement extends WgElement {
  static readonly formAssociated = true

  /** Name of its value in a form of the host page. */
  @property({ reflect: true }) name = ''
  /** In a form of the host page: without a value it is not to be sent. */
  @property({ type: Boolean, reflect: true }) required = false
  /** As of a control of the platform; a `<fieldset disabled>` around it does the same. */
  @property({ type: Boolean, reflect: true }) disabled = false

  /** By itself, or by what it is in. */
  @state() protected isDisabled = false

  private readonly internals = this.attachInternals()

  /** The form of the host page that it belongs to. */
  get form(): HTMLFormElement | null {
    return this.internals.form
  }

  /** The `<label>`s of the page that are for it. */
  get labels(): NodeList {
    return this.internals.labels
  }

  /** Why a form of the page may not be sent, as of a control of the platform. */
  get validity(): ValidityState {
    return this.internals.validity
  }

  /** The same in words; empty where it may be sent. */
  get validationMessage(): string {
    return this.internals.validationMessage
  }

  /** Whether a form of the page looks at it at all. */
  get willValidate(): boolean {
    return this.internals.willValidate
  }

  /** Whether a form of the page may be sent with it; tells it by an `invalid` event where not. */
  checkValidity(): boolean {
    return this.internals.checkValidity()
  }

  /** The same, and says so to the person. */
  reportValidity(): boolean {
    return this.internals.reportValidity()
  }

  override updated() {
    const { value, state: kept, customError, valueMissing, anchor } = this.standing
    this.internals.setFormValue(value || null, kept || null)
    const flags = customError ? { customError: true } : valueMissing ? { valueMissing: true } : {}
    this.internals.setValidity(
      flags,
      customError || valueMissing,
      this.renderRoot.querySelector<HTMLElement>(anchor) ?? undefined,
    )
  }

  formDisabledCallback(disabled: boolean) {
    const set = () => (this.isDisabled = disabled)
    // By the attribute it is called in the middle of an update, whose changes bring no other one.
    if (this.isUpdatePending) void this.updateComplete.then(set)
    else set()
  }

  formResetCallback() {
    this.reset()
  }

  formStateRestoreCallback(kept: string | File | FormData | null) {
    if (typeof kept === 'string' && kept !== '') this.restore(kept)
  }

  protected abstract get standing(): FormStanding
  /** As it was before the person did anything; the focus stays where it is. */
  protected abstract reset(): void
  protected abstract restore(state: string): void
}
