import { useEffect, useEffectEvent, useState } from 'react';
import { look, type Looking } from '../../api/work';
import { useAttention } from './useAttention';

const EVERY = 5_000; // milliseconds: the server forgets after ten
const PAUSE = 6_000; // without a key: then one only looks

/** Tells colleagues that one looks at it, or writes. A refusal is no news. */
export function useLooking(id: string): { writes: (mode: 'replying' | 'noting') => void } {
  const [mode, setMode] = useState<Looking>('viewing');
  const [written, setWritten] = useState(0);
  const isAtIt = useAttention();
  const tell = useEffectEvent(() => {
    if (document.visibilityState === 'visible') void look(id, mode, isAtIt()).catch(() => undefined);
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
