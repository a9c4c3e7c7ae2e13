import { next, restored, type Outgoing, type Sending } from './outgoing';

/** Whose words, in which conversation. */
export interface Place {
  agent: string;
  conversation: string;
}

const OF = 'causerie.unsent.';
const known = new Map<string, { place: Place; outgoing: Outgoing[] }>();
const watchers = new Set<() => void>();

const keyOf = ({ agent, conversation }: Place) => `${OF}${agent}.${conversation}`;

/** What waits to be sent there. It outlives the view that shows it, and in this browser also the page. */
export function unsent(place: Place): Outgoing[] {
  const key = keyOf(place);
  const held = known.get(key) ?? { place, outgoing: restored(localStorage.getItem(key)) };
  known.set(key, held);
  return held.outgoing;
}

export function change(place: Place, event: Sending): void {
  const key = keyOf(place);
  const outgoing = next(unsent(place), event);
  known.set(key, { place, outgoing });
  if (outgoing.length > 0) localStorage.setItem(key, JSON.stringify(outgoing));
  else localStorage.removeItem(key);
  watchers.forEach((watcher) => watcher());
}

export function watchUnsent(watcher: () => void): () => void {
  watchers.add(watcher);
  return () => watchers.delete(watcher);
}

/** Where something waits for somebody to be reached. */
export function waiting(): Place[] {
  return [...known.values()].filter(({ outgoing }) => outgoing.some((one) => one.state === 'waiting')).map(({ place }) => place);
}
