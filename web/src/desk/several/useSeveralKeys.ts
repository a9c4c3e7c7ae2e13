import type { RefObject } from 'react';
import type { ListRow } from '../../api/desk';
import type { Acts } from '../keys/offered';
import { useKeys } from '../keys/useKeys';
import { COMMANDS, DEEDS } from './deeds';
import type { UsedSeveral } from './useSeveral';

/** Keys of choosing. While something is chosen, the keys of acts mean that; it is called above what hears them otherwise. */
export function useSeveralKeys(used: UsedSeveral, shown: readonly ListRow[], current: string | undefined, frame: RefObject<HTMLElement | null>): void {
  const isHidden = () => !frame.current?.offsetParent; // a narrow page shows a conversation in its place
  const choose = (range: boolean) => () => {
    const id = cursor() ?? current;
    const row = shown.find((one) => one.conversation_id === id);
    if (!row || isHidden()) return false;
    return used.press(row, range);
  };
  useKeys({ choose: choose(false), choose_range: choose(true), ...(used.choice.rows.length > 0 ? acts(used, isHidden) : {}) });
}

/** Where the focus is in the list. */
function cursor(): string | undefined {
  return document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset['row'];
}

function acts(used: UsedSeveral, isHidden: () => boolean): Acts {
  const deeds = DEEDS.map((kind) => [COMMANDS[kind], () => !isHidden() && void used.ask(kind, true)] as const);
  return {
    ...Object.fromEntries(deeds),
    search: null, // the bar stands over it
    back: () => {
      if (isHidden() || document.activeElement?.matches('input, textarea, select')) return false; // it leaves the field first
      return used.none();
    },
  };
}
