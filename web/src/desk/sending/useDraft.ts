import { useState } from 'react';

const of = (id: string) => `causerie.draft.${id}`;

/** What was begun and not sent, kept in this browser conversation by conversation. */
export function useDraft(id: string): [draft: string, write: (text: string) => void] {
  const [draft, set] = useState(() => localStorage.getItem(of(id)) ?? '');
  const write = (text: string) => {
    set(text);
    if (text) localStorage.setItem(of(id), text);
    else localStorage.removeItem(of(id));
  };
  return [draft, write];
}
