import { readFile } from 'node:fs/promises'
import type { OidcOptions } from '../auth/oidc.ts'
import { UsageError } from './usage-error.ts'

/**
 * The sign-in service, from WANGGE_OIDC_ISSUER, …_CLIENT_ID, …_CLIENT_SECRET or …_CLIENT_SECRET_FILE, …_PAGES (addresses, parted
 * by commas) and WANGGE_PUBLIC_URL; undefined where no issuer is named.
 * @throws UsageError naming what is missing
 */
export async function oidcOptions(env: NodeJS.ProcessEnv): Promise<OidcOptions | undefined> {
  const issuer = env.WANGGE_OIDC_ISSUER
  if (!issuer) return undefined
  const named = (name: string) => {
    const value = env[name]
    if (value) return value
    throw new UsageError(`${name}: expected a value beside WANGGE_OIDC_ISSUER, got nothing`)
  }
  const file = env.WANGGE_OIDC_CLIENT_SECRET_FILE
  const clientSecret = file ? (await readFile(file, 'utf8')).trim() : env.WANGGE_OIDC_CLIENT_SECRET
  return {
    issuer,
    clientId: named('WANGGE_OIDC_CLIENT_ID'),
    clientSecret: clientSecret || undefined,
    pages: named('WANGGE_OIDC_PAGES').split(',').map(pageOf),
    publicUrl: named('WANGGE_PUBLIC_URL'),
  }
}

function pageOf(text: string): string {
  const address = text.trim()
  // As a browser writes it, with a path: it is compared letter by letter.
  if (URL.canParse(address) && new URL(address).href === address && !address.includes('#')) return address
  throw new UsageError(`WANGGE_OIDC_PAGES: expected addresses such as https://staff.example.com/desk/, got ${address}`)
}
