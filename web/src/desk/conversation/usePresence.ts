import { useEffect, useEffectEvent, useRef } from 'react';
import { present } from '../../api/desk';

const EVERY = 4_000; // milliseconds: apps forget after five that somebody types

/** Shows the customer that whoever holds the pen reads and types. It carries no content: a refusal is no news. */
export function usePresence(id: string, holds: boolean, heard: number): { types: () => void } {
  const told = useRef({ typing: 0, read: 0 });
  const tell = (kind: 'typing' | 'read') => void present(id, kind).catch(() => undefined);
  const read = useEffectEvent(() => {
    if (!holds || heard <= told.current.read || document.visibilityState !== 'visible') return;
    told.current.read = heard;
    tell('read');
  });
  useEffect(() => {
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [holds, heard]);
  return {
    types: () => {
      if (!holds || Date.now() - told.current.typing < EVERY) return;
      told.current.typing = Date.now();
      tell('typing');
    },
  };
}
