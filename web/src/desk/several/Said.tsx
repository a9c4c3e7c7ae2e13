import { useWords } from '../../shared/language';
import { nameOf } from '../list/list';
import { severalWords } from './words';
import type { UsedSeveral } from './useSeveral';

/** For who does not see the bar: how many are chosen, and what came of it. It is always there, so that it is heard. */
export function Said({ used: { choice, deeds } }: { used: UsedSeveral }) {
  const say = useWords(severalWords);
  const { outcome, doing } = deeds;
  const came = () => {
    if (!outcome) return choice.rows.length > 0 ? say.chosen(choice.rows.length) : '';
    const { deed, passed, refused } = outcome;
    const names = refused.map(({ row }) => nameOf(row.customer, row.address)).join(', ');
    return [...(passed.length > 0 ? [say.done[deed.kind](passed.length)] : []), ...(names ? [say.stands(say.left(refused.length), names)] : [])].join(', ');
  };
  return <p className="unseen" role="status">{doing ? '' : came()}</p>;
}
