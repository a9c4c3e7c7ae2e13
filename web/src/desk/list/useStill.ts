import { useEffectEvent, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { drift, learnt, unseen } from './still';

interface Given {
  scroller: RefObject<HTMLElement | null>;
  ids: readonly string[];
  /** The height of a row, and how far one has scrolled, in pixels. */
  row: number;
  top: number;
  /** Nothing may move under the pointer, also at the top: the agent is choosing. */
  held: boolean;
}

/** Keeps in place what the agent looks at; how many rows came in above and were never in sight. */
export function useStill({ scroller, ids, row, top, held }: Given): number {
  const before = useRef(ids);
  const [known, know] = useState<ReadonlySet<string>>(() => new Set(ids));
  const first = Math.floor(top / row);
  const news = learnt(ids, known, first, held);
  if (news.length > 0) know(new Set([...known, ...news]));
  const keep = useEffectEvent(() => {
    const frame = scroller.current;
    const was = before.current;
    before.current = ids;
    if (!frame || (frame.scrollTop === 0 && !held)) return;
    const by = drift(was, ids, Math.floor(frame.scrollTop / row), Math.ceil(frame.clientHeight / row));
    if (by !== 0) frame.scrollBy({ top: by * row, behavior: 'instant' });
  });
  // Only what has come and gone moves it, not that one begins to choose.
  const same = ids.join(' ');
  useLayoutEffect(() => keep(), [same]);
  return unseen(ids, known, first).length;
}
