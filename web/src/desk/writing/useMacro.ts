import type { Whole } from '../../api/desk';
import type { MacroAct } from '../../api/work';
import type { UsedConversation } from '../conversation/useConversation';

const HOUR = 3_600_000;

/** Does what a macro does after its words are sent, one act after the other; it ends where one is refused. Whether all was done. */
export function useMacro(used: UsedConversation, whole: Whole): (acts: readonly MacroAct[]) => Promise<boolean> {
  const { tags } = whole.conversation;
  const run = (act: MacroAct): Promise<boolean> => {
    switch (act.act) {
      case 'tag':
        return used.tag([...new Set([...tags, ...(act.tags ?? [])])]);
      case 'transfer':
        return used.transfer({ reason: act.reason || '…', ...(act.team ? { team: act.team } : {}) });
      case 'snooze':
        return used.snooze(act.hours ? new Date(Date.now() + act.hours * HOUR).toISOString() : null);
      case 'resolve':
        return used.act('resolve');
    }
  };
  return async (acts) => {
    for (const act of acts) if (!(await run(act))) return false;
    return true;
  };
}
