/** A boolean as ARIA states are written. */
export const ariaBool = (value: boolean): 'true' | 'false' => (value ? 'true' : 'false')
