/** What changes, told while it changes. */

export interface Change {
  id: string;
  conversation_id: string;
  what: string[];
}

export interface Watching {
  hello: () => void;
  changed: (change: Change) => void;
  snapshot: () => void;
  /** Any sign of life; `at` is where to resume from, '' where it tells of no place. */
  heard: (at: string) => void;
  /** `gone`: the browser will not come back by itself. */
  lost: (gone: boolean) => void;
}

/** What changes, while it changes. */
export function watch(last: string | null, told: Watching): () => void {
  const events = new EventSource(`/desk/api/stream${last ? `?last=${encodeURIComponent(last)}` : ''}`);
  const on = (name: string, then: (data: unknown) => void) =>
    events.addEventListener(name, (event) => {
      told.heard(event.lastEventId);
      then(JSON.parse(String(event.data)));
    });
  on('hello', told.hello);
  on('changed', (data) => told.changed(data as Change));
  on('snapshot', told.snapshot);
  on('beat', () => undefined);
  events.addEventListener('error', () => told.lost(events.readyState === EventSource.CLOSED));
  return () => events.close();
}
