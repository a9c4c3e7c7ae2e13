import { useId, useState, type FormEvent } from 'react';
import type { Faults as Known } from '../api/sandbox';
import { Icon } from '../shared/Icon';
import { useWords } from '../shared/language';
import { words } from './words';

interface Props {
  account: string;
  faults: Known;
  add: (kind: string, count: number) => void;
  clear: () => void;
}

/** What this phone's provider is told to do wrong. */
export function Faults({ account, faults, add, clear }: Props) {
  const say = useWords(words);
  const id = useId();
  const [kind, setKind] = useState('');
  const [count, setCount] = useState(1);
  const active = faults.active.filter((fault) => fault.account === account);
  const chosen = kind || faults.kinds[0] || '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (chosen) add(chosen, count);
  };
  return (
    <details className="faults">
      <summary>
        <Icon name="bolt" size={15} /> {say.faults}
        {active.length > 0 && <b>{active.reduce((sum, fault) => sum + (fault.count ?? 1), 0)}</b>}
      </summary>
      <p>{say.faultsLead}</p>
      <form onSubmit={submit}>
        <label htmlFor={`${id}kind`} className="phones-unseen">{say.faultKind}</label>
        <select id={`${id}kind`} value={chosen} onChange={(event) => setKind(event.target.value)}>
          {faults.kinds.map((one) => <option key={one} value={one}>{say.faultKinds(one)}</option>)}
        </select>
        <label htmlFor={`${id}count`} className="phones-unseen">{say.faultCount}</label>
        <input id={`${id}count`} type="number" min={1} max={99} value={count} onChange={(event) => setCount(Number(event.target.value) || 1)} />
        <button className="phones-button" disabled={!chosen}>{say.addFault}</button>
      </form>
      {chosen && <p className="faults-hint">{say.faultHints(chosen)}</p>}
      {active.length === 0 ? (
        <p>{say.noFaults}</p>
      ) : (
        <ul>
          {active.map((fault) => <li key={fault.kind}>{say.faultKinds(fault.kind)} {fault.count === null ? `(${say.untilCleared})` : `× ${fault.count}`}</li>)}
          <li><button className="phones-button" onClick={clear}>{say.clearFaults}</button></li>
        </ul>
      )}
    </details>
  );
}
