import { useEffect, useEffectEvent, useState } from 'react';
import type { Place } from '../sending/unsent';
import { markOf, stayed, withMark, type Standing, type Stay } from './leftOff';

const isLooking = () => document.visibilityState === 'visible' && document.hasFocus();

/** Where this agent left off before they came here, or came back to the window. This browser remembers it, for all its tabs;
 * what comes to a window that nobody looks at is new when somebody does, unless it was seen in another tab. */
export function useLeftOff({ agent, conversation }: Place, standing: Standing): Stay {
  const name = `causerie.left-off.${agent}`;
  const { newest, outgoing } = standing;
  const [stay, set] = useState<Stay>(() => ({ left: markOf(localStorage.getItem(name), conversation), until: null, outgoing }));
  const now = stayed(stay, standing);
  if (now !== stay) set(now);
  const keep = useEffectEvent(() => {
    if (newest > 0 && isLooking()) localStorage.setItem(name, withMark(localStorage.getItem(name), conversation, newest));
  });
  const back = useEffectEvent(() => {
    if (!isLooking()) return;
    const left = markOf(localStorage.getItem(name), conversation);
    if (left !== null && left < newest) set({ left, until: null, outgoing });
    keep();
  });
  useEffect(() => keep(), [newest]);
  useEffect(() => {
    const returned = () => back();
    window.addEventListener('focus', returned);
    document.addEventListener('visibilitychange', returned);
    return () => {
      window.removeEventListener('focus', returned);
      document.removeEventListener('visibilitychange', returned);
    };
  }, []);
  return now;
}
