import { useLocation } from 'wouter';
import * as desk from '../../api/desk';
import type { ListRow, View } from '../../api/desk';
import { aboveOf, nextWaiting } from './onward';

interface Given {
  id: string;
  view: View;
  me: string;
  /** The list as it is shown. */
  rows: readonly ListRow[];
  /** Told where one goes, before one is there. */
  land: (id: string | null) => void;
}

/** From a resolved conversation to the next that waits for this agent; where nothing does, to their list, which says so. */
export function useOnward({ id, view, me, rows, land }: Given): () => Promise<void> {
  const [, go] = useLocation();
  const above = aboveOf(rows, id);
  // Whoever works from the queue goes on there, before they come to what is theirs.
  const views: View[] = view === 'queue' ? ['queue', 'mine'] : ['mine'];
  return async () => {
    for (const one of views) {
      const page = await desk.list(one, '', '').catch(() => null); // not to be had: the list tells of it, and asks again
      const next = page && nextWaiting(page.items, me, above);
      if (!next) continue;
      land(next);
      return go(`/desk/${one}/${next}`);
    }
    land(null);
    go('/desk/mine');
  };
}
