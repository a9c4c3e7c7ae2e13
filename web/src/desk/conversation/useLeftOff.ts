import { useEffect, useEffectEvent, useState } from 'react';
import type { Place } from '../sending/unsent';
import { further, markOf, stayed, withMark, type Standing, type Stay } from './leftOff';
import { useElsewhere, useTelling } from './useElsewhere';

const isLooking = () => document.visibilityState === 'visible' && document.hasFocus();

/** Where this agent left off before they came here, or came back to the window: what this browser remembers for all its tabs, or the
 * server for all their computers. What comes to a window that nobody looks at is new when somebody does, unless it was seen elsewhere. */
export function useLeftOff({ agent, conversation }: Place, here: Omit<Standing, 'known'>): Stay {
  const name = `causerie.left-off.${agent}`;
  const { known, asking, askAgain } = useElsewhere(conversation);
  const { newest, outgoing } = here;
  const standing = { ...here, known, fetching: here.fetching || asking };
  const [stay, set] = useState<Stay>(() => ({ left: markOf(localStorage.getItem(name), conversation), until: null, outgoing }));
  const now = stayed(stay, standing);
  if (now !== stay) set(now);
  useTelling(conversation, now.until === null ? 0 : newest);
  const keep = useEffectEvent(() => {
    if (newest > 0 && isLooking()) localStorage.setItem(name, withMark(localStorage.getItem(name), conversation, newest));
  });
  const back = useEffectEvent(() => {
    if (!isLooking()) return;
    const left = further(markOf(localStorage.getItem(name), conversation), known);
    if (left !== null && left < newest) {
      set({ left, until: null, outgoing });
      askAgain();
    }
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
