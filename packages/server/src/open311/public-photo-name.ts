import type { Context } from '../context.ts'

/**
 * What a photo is called where everybody sees it: of one issue, and good for nothing else. By the name that it has inside, it could
 * be put into a report of one's own once it is withheld, and read by the receipt of that.
 */
export const publicPhotoName = ({ keyring }: Pick<Context, 'keyring'>, issueId: string, sha256: string): string =>
  keyring.hash('public-photo', `${issueId}\n${sha256}`).slice(0, 40)
