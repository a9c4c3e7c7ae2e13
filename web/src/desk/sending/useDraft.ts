import { useEffect, useEffectEvent, useRef, useState } from 'react';
import * as work from '../../api/work';
import type { Place } from './unsent';

export type DraftKind = 'reply' | 'note';

const SETTLED = 1_200; // milliseconds without a key: then the server keeps it too

const keyOf = ({ agent, conversation }: Place, kind: DraftKind) => `causerie.draft.${kind === 'note' ? 'note.' : ''}${agent}.${conversation}`;

/** What was begun and not sent, for one agent, conversation by conversation: in this browser at once, at the server a moment later. */
export function useDraft(place: Place, kind: DraftKind = 'reply'): [draft: string, write: (text: string) => void] {
  const key = keyOf(place, kind);
  const [draft, set] = useState(() => localStorage.getItem(key) ?? '');
  const touched = useRef(false);
  const later = useRef<(() => void) | null>(null);
  const hold = (text: string) => {
    set(text);
    if (text) localStorage.setItem(key, text);
    else localStorage.removeItem(key);
  };
  const adopt = useEffectEvent((text: string) => {
    if (!touched.current && !draft && text) hold(text);
  });
  useEffect(() => {
    let here = true;
    // A refusal is no news: the draft in this browser is the one that counts.
    void work.drafts(place.conversation).then(
      ({ items }) => here && adopt(items.find((one) => one.kind === kind)?.body ?? ''),
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, [place.conversation, kind]);
  useEffect(() => {
    if (!touched.current) return;
    const keep = () => {
      later.current = null;
      void work.keepDraft(place.conversation, { kind, body: draft }).catch(() => undefined);
    };
    later.current = keep;
    const timer = setTimeout(keep, SETTLED);
    return () => clearTimeout(timer);
  }, [draft, kind, place.conversation]);
  // Who goes on to another conversation leaves it at the server too.
  useEffect(() => () => later.current?.(), []);
  const write = (text: string) => {
    touched.current = true;
    hold(text);
  };
  return [draft, write];
}
