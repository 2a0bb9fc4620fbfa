import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { Me } from '@wangge/core/access/schema'
import type { Identity, Snapshot } from '@wangge/core/client'
import { isSdkError } from '@wangge/core/errors'
import { icons } from '../icons.ts'
import type { Locale } from '../locale.ts'
import { notice } from '../panels.ts'

export interface PersonViewOptions {
  /** Whom the host's page says is there. */
  identity: Identity
  /** Whom the server takes them for. */
  me: Snapshot<Me>
  retry: () => void
}

/** Whether a sign-up can be made in somebody's name, be it without a connection just now. */
export const isKnown = ({ identity, me }: Pick<PersonViewOptions, 'identity' | 'me'>): boolean =>
  identity.state !== 'none' && !isRefused(me) && (identity.personKey !== undefined || me.data !== undefined)

/** The server did not take the host's word. */
const isRefused = ({ error, data }: Snapshot<Me>): boolean => data === undefined && error?.code === 'problem'

/** In whose name one signs up, or why nobody can. The name is the host's word and cannot be changed here. */
export function personView(locale: Locale, options: PersonViewOptions): TemplateResult {
  const { identity, me } = options
  const { t } = locale
  if (identity.state === 'none') return notice('', t.signup.noPerson, html`<p>${t.signup.noPersonHint}</p>`)
  if (isKnown(options)) return knownPerson(locale, me.data)
  if (identity.state === 'failed' || isRefused(me)) return unknownPerson(locale, options)
  return html`<div class="person" role="status">
    ${icons.clock()}
    <p>${t.signup.asking}</p>
  </div>`
}

const knownPerson = (locale: Locale, me: Me | undefined) =>
  html`<div class="person" part="person">
    ${icons.person()}
    <div>
      <p>${nameLine(locale, me)}</p>
      ${me?.minor ? html`<p class="small">${locale.t.signup.minorHint}</p>` : nothing}
    </div>
  </div>`

/** Without a connection the host's word may be there and the server's not yet. */
function nameLine({ t }: Locale, me: Me | undefined) {
  if (me?.name === undefined) return t.signup.asSomebody
  const number = me.staffNumber === undefined ? '' : t.signup.number(me.staffNumber)
  return html`${t.signup.as} <b>${me.name}</b>${number}${t.signup.asEnd}`
}

/** The host's own answer is behind the client's error. */
const isSignedOut = (error: Identity['error']): boolean => isSdkError(error?.cause) && error.cause.status === 401

function unknownPerson({ t }: Locale, { identity, me, retry }: PersonViewOptions) {
  const error = identity.state === 'failed' ? identity.error : me.error
  const words = identity.state !== 'failed' ? t.problemOf(error) : isSignedOut(error) ? t.signup.signedOut : t.signup.noAnswer
  return html`<div role="alert">
    ${notice(
      'bad',
      words.title,
      html`<p>${words.hint}</p>
        <div class="actions"><button type="button" class="button" id="ask-again" @click=${retry}>${t.retry}</button></div>`,
    )}
  </div>`
}
