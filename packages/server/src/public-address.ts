import type { Context } from './context.ts'

/** Where the server is reached, for what is printed or shown; without a slash at its end. */
export const publicAddress = ({ publicUrl }: Pick<Context, 'publicUrl'>, { url }: Pick<Request, 'url'>): string =>
  publicUrl ?? new URL(url).origin
