/** The list under an agent's eyes stays where it is while rows come and go above. Pure. */

/** By how many rows what is looked at has moved: as most of the rows in sight have, so that one which goes to the top
 * takes nothing along, and one that goes away is closed up from below. `from`: the first in sight, `count`: how many. */
export function drift(before: readonly string[], after: readonly string[], from: number, count: number): number {
  const places = new Map(after.map((id, index) => [id, index]));
  const above = before.slice(0, from).filter((id) => places.has(id)).length;
  const inSight = before.slice(from, from + count).filter((id) => places.has(id));
  const moved = inSight.map((id, index) => (places.get(id) ?? 0) - above - index);
  const times = (by: number) => moved.filter((one) => one === by).length;
  const usual = moved.toSorted((one, other) => times(other) - times(one))[0];
  return usual === undefined ? 0 : above + usual - from;
}

/** Those above what is in sight that the agent has never had in sight. */
export function unseen(ids: readonly string[], known: ReadonlySet<string>, top: number): string[] {
  return ids.slice(0, top).filter((id) => !known.has(id));
}

/** What becomes known: all from the first in sight on, but nothing that comes in above what was known while it is held. */
export function learnt(ids: readonly string[], known: ReadonlySet<string>, top: number, held: boolean): string[] {
  const from = held ? Math.max(top, ids.findIndex((id) => known.has(id))) : top;
  return ids.slice(from).filter((id) => !known.has(id));
}
