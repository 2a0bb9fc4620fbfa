import type { SdkError } from '../errors.ts'

/** Whom the host's token names. */
export interface Identity {
  /** `none`: nobody, and no token was asked for; `failed`: the host's page gave none. */
  state: 'none' | 'asking' | 'known' | 'failed'
  /** SHA-256 over issuer and subject, 32 hex digits; while `asking` or `failed` the last one known. */
  personKey?: string
  /** Why there is no token, where `failed`. */
  error?: SdkError
}

export interface Token {
  text: string
  /** Whom it names; undefined where only the server can tell. */
  person: string | undefined
  /** Good for one request. */
  once: boolean
}

/** Where tokens of a person come from; they live in memory only. */
export interface TokenSource {
  /**
   * A token that is not about to expire; all who ask at the same time wait for one.
   * @throws SdkError `network` (retryable) where the host's page gives none
   */
  take(): Promise<Token>
  /** The server does not take it (any more): the next `take` asks the host. Tells whether that may help now. */
  refuse(token: Token): boolean
  /** The server takes what the host gives. */
  accept(): void
  /**
   * Key of the person whom the token at hand names. `urgent`: somebody waits for it, so a host that has just failed is
   * asked again at once. @throws as `take`
   */
  person(how?: { urgent?: boolean }): Promise<string>
  /** Whom a token names, by its own word or the server's. */
  personOf(token: Token): Promise<string>
  identity(): Identity
  subscribe(listener: (identity: Identity) => void): () => void
  /** Forgets token and person until somebody asks again. */
  forget(): void
  close(): void
}
