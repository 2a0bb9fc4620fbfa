import { sql } from 'kysely'
import type { Kysely } from 'kysely'

/**
 * What lists are searched by: each sign of an issue's words, and each two that stand beside each other, in small letters; Chinese
 * needs no words for it. They are in the index alone, which every write of the row renews: what was erased is in it no more.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function text_pieces(variadic texts text[]) returns text[] language sql immutable parallel safe cost 1000 as $$
      select coalesce(array_agg(distinct piece), '{}') from (
        select unnest(array[sign, sign || following]) as piece from (
          select sign, lead(sign) over (partition by nth order by at) as following
          from unnest(texts) with ordinality as one (words, nth),
            unnest(string_to_array(lower(words), null)) with ordinality as signs (sign, at)) neighbours) pieces
      where piece is not null $$`.execute(db)
  await sql`create index issues_pieces on issues using gin (text_pieces(description, place_text, id))`.execute(db)
}
