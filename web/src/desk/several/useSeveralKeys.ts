import type { RefObject } from 'react';
import type { ListRow } from '../../api/desk';
import type { Command } from '../keys/keys';
import { useKeys } from '../keys/useKeys';
import { COMMANDS, DEEDS } from './deeds';
import type { UsedSeveral } from './useSeveral';

/** Keys of choosing. While something is chosen, the keys of acts mean that; it is called above what hears them otherwise. */
export function useSeveralKeys(used: UsedSeveral, shown: readonly ListRow[], current: string | undefined, frame: RefObject<HTMLElement | null>): void {
  useKeys((command) => {
    if (!frame.current?.offsetParent) return false; // a narrow page shows a conversation in its place
    if (command === 'choose' || command === 'choose_range') {
      const id = cursor() ?? current;
      const row = shown.find((one) => one.conversation_id === id);
      if (row) used.press(row, command === 'choose_range');
      return row !== undefined;
    }
    return used.choice.rows.length > 0 && acts(command, used);
  });
}

/** Where the focus is in the list. */
function cursor(): string | undefined {
  return document.activeElement?.closest<HTMLElement>('[data-row]')?.dataset['row'];
}

function acts(command: Command, used: UsedSeveral): boolean {
  if (command === 'back') {
    if (document.activeElement?.matches('input, textarea, select')) return false; // it leaves the field first
    used.none();
    return true;
  }
  const kind = DEEDS.find((one) => COMMANDS[one] === command);
  if (kind) used.ask(kind, true);
  return kind !== undefined || command === 'search'; // the bar stands over the search
}
