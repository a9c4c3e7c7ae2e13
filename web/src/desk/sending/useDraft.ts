import { useState } from 'react';
import type { Place } from './unsent';

const keyOf = ({ agent, conversation }: Place) => `causerie.draft.${agent}.${conversation}`;

/** What was begun and not sent, kept in this browser for one agent, conversation by conversation. */
export function useDraft(place: Place): [draft: string, write: (text: string) => void] {
  const [draft, set] = useState(() => localStorage.getItem(keyOf(place)) ?? '');
  const write = (text: string) => {
    set(text);
    if (text) localStorage.setItem(keyOf(place), text);
    else localStorage.removeItem(keyOf(place));
  };
  return [draft, write];
}
