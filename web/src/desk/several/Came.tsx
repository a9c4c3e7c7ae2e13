import { useEffect, useEffectEvent } from 'react';
import { Link } from 'wouter';
import type { ListRow, View } from '../../api/desk';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { useNow } from '../../shared/useNow';
import { nameOf } from '../list/list';
import { words } from '../words';
import './several.css';
import type { Outcome } from './useDeeds';
import { useReason } from './useReason';
import type { UsedSeveral } from './useSeveral';
import { severalWords } from './words';

const SAID_FOR = 10_000; // milliseconds

interface Props {
  used: UsedSeveral;
  outcome: Outcome;
  view: View;
}

/** What did not pass, each with its reason: it stays chosen and may be tried again. */
export function Left({ used, outcome: { deed, passed, refused }, view }: Props) {
  const say = useWords(severalWords);
  const desk = useWords(words);
  const now = useNow(1_000);
  const reason = useReason(deed.kind, used.me.id);
  return (
    <section className="several-left" aria-label={say.notPassed}>
      <div className="several-left-head">
        <Icon name="warning" size={16} />
        <b>{[...(passed.length > 0 ? [say.done[deed.kind](passed.length)] : []), say.left(refused.length)].join(', ')}</b>
        <button type="button" disabled={used.deeds.doing !== null} onClick={used.again}>{say.again}</button>
        <button type="button" className="several-close" aria-label={desk.close} onClick={used.deeds.forget}><Icon name="close" size={14} /></button>
      </div>
      <ul>
        {refused.map((one) => {
          const name = nameOf(one.row.customer, one.row.address);
          return (
            <li key={one.row.conversation_id}>
              <Link href={`/desk/${view}/${one.row.conversation_id}`} aria-label={say.open(name)}>{name}</Link>{say.stands('', reason(one, now))}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** All passed: said for a moment, and what is still there may be chosen again for the next thing. */
export function Passed({ used, outcome: { deed, passed }, shown }: Omit<Props, 'view'> & { shown: readonly ListRow[] }) {
  const say = useWords(severalWords);
  const desk = useWords(words);
  const { forget } = used.deeds;
  const over = useEffectEvent(forget);
  useEffect(() => {
    const timer = setTimeout(() => over(), SAID_FOR);
    return () => clearTimeout(timer);
  }, [passed]);
  const still = shown.some((row) => passed.some((one) => one.conversation_id === row.conversation_id));
  return (
    <p className="several-passed">
      <Icon name="check" size={15} /> <span>{say.done[deed.kind](passed.length)}</span>
      {still && <button type="button" onClick={used.chooseAgain}>{say.chooseAgain}</button>}
      <button type="button" className="several-close" aria-label={desk.close} onClick={forget}><Icon name="close" size={14} /></button>
    </p>
  );
}
