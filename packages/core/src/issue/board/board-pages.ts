/** So many times as many lines as the server tells at once it tells at most: beyond that a board is narrowed down. */
export const MOST_BOARD_PAGES = 5
