import { useEffect, useEffectEvent, useRef, useState, type RefObject } from 'react';
import { look, type Looking } from '../../api/work';

const EVERY = 5_000; // milliseconds: the server forgets after ten
const AT_IT = 60_000; // without a hand that moves: then nobody is at it
const PAUSE = 6_000; // without a key: then one only looks

/** Tells colleagues that one looks at it, or writes. A refusal is no news. */
export function useLooking(id: string): { writes: (mode: 'replying' | 'noting') => void } {
  const [mode, setMode] = useState<Looking>('viewing');
  const [written, setWritten] = useState(0);
  const moved = useLastMove();
  const tell = useEffectEvent(() => {
    if (document.visibilityState === 'visible') void look(id, mode, document.hasFocus() && Date.now() - moved.current < AT_IT).catch(() => undefined);
  });
  useEffect(() => {
    tell();
    const timer = setInterval(() => tell(), EVERY);
    return () => clearInterval(timer);
  }, [id, mode]);
  useEffect(() => {
    if (written === 0) return;
    const timer = setTimeout(() => setMode('viewing'), PAUSE);
    return () => clearTimeout(timer);
  }, [written]);
  return {
    writes: (as) => {
      setMode(as);
      setWritten((count) => count + 1);
    },
  };
}

const MOVES = ['pointermove', 'pointerdown', 'keydown', 'wheel'] as const;

/** When a hand last moved here: opening the page was such a move. */
function useLastMove(): RefObject<number> {
  const at = useRef(0);
  useEffect(() => {
    const move = () => {
      at.current = Date.now();
    };
    move();
    for (const one of MOVES) window.addEventListener(one, move, { passive: true });
    return () => MOVES.forEach((one) => window.removeEventListener(one, move));
  }, []);
  return at;
}
