import { useEffect, useRef } from 'react';

const AT_IT = 60_000; // milliseconds without a hand that moves: then nobody is at it
const MOVES = ['pointermove', 'pointerdown', 'keydown', 'wheel'] as const;

/** Is somebody at this page now? It has the focus, and a hand moved within the last minute; opening it was such a move. */
export function useAttention(): () => boolean {
  const moved = useRef(0);
  useEffect(() => {
    const move = () => {
      moved.current = Date.now();
    };
    move();
    for (const one of MOVES) window.addEventListener(one, move, { passive: true });
    return () => MOVES.forEach((one) => window.removeEventListener(one, move));
  }, []);
  return () => document.hasFocus() && Date.now() - moved.current < AT_IT;
}
