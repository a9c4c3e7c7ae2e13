import type { Virtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useRef } from 'react';
import type { Line } from './conversation';
import type { UsedConversation } from './useConversation';

type Align = 'start' | 'center';

interface Wanted {
  is: (line: Line) => boolean;
  align: Align;
  /** The first line that was here when what is older was asked for. */
  from: string | undefined;
}

/** Brings a line into sight, fetching what is older until it is found, or nothing comes. */
export function useSeeking(shown: readonly Line[], { older, paging }: Pick<UsedConversation, 'older' | 'paging'>, show: (index: number, align: Align) => void): (is: Wanted['is'], align: Align) => void {
  const wanted = useRef<Wanted | null>(null);
  const attempt = () => {
    if (!wanted.current || paging) return;
    const { is, align, from } = wanted.current;
    const index = shown.findIndex(is);
    const first = shown[0]?.key;
    if (index < 0 && older && first !== from) {
      wanted.current = { is, align, from: first };
      return older();
    }
    wanted.current = null;
    if (index >= 0) show(index, align);
  };
  const goOn = useEffectEvent(attempt);
  useEffect(() => goOn(), [shown, paging]);
  return (is, align) => {
    wanted.current = { is, align, from: undefined };
    attempt();
  };
}

/** Where a line lies from what is in sight; `before` all that is here, it lies above. */
export function placeOf(virtual: Virtualizer<HTMLDivElement, Element>, index: number, before: boolean): 'above' | 'sight' | 'below' {
  const from = virtual.scrollOffset ?? 0;
  const start = virtual.measurementsCache[index]?.start;
  if (before || start === undefined || start + HEAD < from) return 'above';
  return start + HEAD > from + (virtual.scrollRect?.height ?? 0) ? 'below' : 'sight';
}

const HEAD = 34; // pixels of the head above the lines
