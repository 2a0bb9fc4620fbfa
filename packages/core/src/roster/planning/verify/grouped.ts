/** Things by what they have in common, in the order in which they come. */
export function grouped<Thing, Key>(things: readonly Thing[], key: (thing: Thing) => Key): Map<Key, Thing[]> {
  const groups = new Map<Key, Thing[]>()
  for (const thing of things) {
    const own = groups.get(key(thing))
    if (own) own.push(thing)
    else groups.set(key(thing), [thing])
  }
  return groups
}
