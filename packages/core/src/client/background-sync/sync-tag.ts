/** Of the browser's sync event, by which it knows ours. */
export const SYNC_TAG = 'wangge-unsent'
