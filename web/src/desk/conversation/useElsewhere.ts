import { useEffect, useEffectEvent, useRef, useState } from 'react';
import * as work from '../../api/work';
import { useAttention } from './useAttention';

const SETTLED = 1_200; // milliseconds: what comes in a row is told once

interface Elsewhere {
  /** How far this agent has seen it, on whatever computer; null: never, or nobody knows. */
  known: number | null;
  asking: boolean;
  askAgain: () => void;
}

/** What the server keeps of how far this agent has seen a conversation. A refusal is no news: this browser remembers too. */
export function useElsewhere(conversation: string): Elsewhere {
  const [{ known, asking }, set] = useState<Pick<Elsewhere, 'known' | 'asking'>>({ known: null, asking: true });
  useEffect(() => {
    if (!asking) return;
    let here = true;
    void work.leftOff(conversation).then(
      ({ seq }) => here && set({ known: seq, asking: false }),
      () => here && set((before) => ({ ...before, asking: false })),
    );
    return () => {
      here = false;
    };
  }, [conversation, asking]);
  return { known, asking, askAgain: () => set((before) => ({ ...before, asking: true })) };
}

/** Tells the server how far it was seen, once somebody is at the page: what comes to a page left open at the office is new at home.
 * `seen` 0: where one had left off is not known yet, and must not be told over. */
export function useTelling(conversation: string, seen: number): void {
  const isAtIt = useAttention();
  const told = useRef(0);
  const tell = useEffectEvent(() => {
    if (seen <= told.current || !isAtIt()) return;
    told.current = seen;
    void work.see(conversation, seen).catch(() => undefined);
  });
  useEffect(() => {
    if (seen === 0) return;
    const timer = setInterval(() => tell(), SETTLED);
    return () => clearInterval(timer);
  }, [seen]);
  // Who goes on to another conversation at once has seen it all the same.
  useEffect(() => () => tell(), []);
}
