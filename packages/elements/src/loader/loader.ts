// Runs in strangers' pages before anything else of ours: no import but those it makes on demand.

/** How each element's code is fetched. */
const ELEMENTS: Record<string, () => Promise<unknown>> = {
  'wg-provider': () => import('../provider/define.ts'),
  'wg-grid-tree': () => import('../grid-tree/define.ts'),
  'wg-grid-status': () => import('../grid-status/define.ts'),
  'wg-volunteer-signup': () => import('../volunteer-signup/define.ts'),
  'wg-roster-board': () => import('../roster-board/define.ts'),
  'wg-issue-form': () => import('../issue-form/define.ts'),
  'wg-issue-track': () => import('../issue-track/define.ts'),
  'wg-issue-board': () => import('../issue-board/define.ts'),
  'wg-sync-badge': () => import('../sync-badge/define.ts'),
}

const WAITING = Object.keys(ELEMENTS)
  .map((tag) => `${tag}:not(:defined)`)
  .join()

const asked = new Set<string>()

async function bring(tag: string) {
  if (asked.has(tag)) return
  asked.add(tag)
  try {
    await ELEMENTS[tag]!()
  } catch (error) {
    asked.delete(tag)
    // eslint-disable-next-line no-console -- the page's developer is the reader
    console.warn(`The code of <${tag}> could not be fetched; it is asked for again when the device is online:`, error)
  }
}

function look(root: ParentNode) {
  for (const { localName } of root.querySelectorAll(WAITING)) void bring(localName)
}

/**
 * Fetches the code of those elements of ours that stand in `root`, and of those that come into it later. The document is
 * watched from the start; a shadow root of the host's own is to be named here.
 * @returns Ends the watching.
 */
export function watchElements(root: Document | ShadowRoot): () => void {
  const again = () => look(root)
  const observer = new MutationObserver(again)
  observer.observe(root, { childList: true, subtree: true })
  addEventListener('online', again)
  again()
  return () => {
    observer.disconnect()
    removeEventListener('online', again)
  }
}
