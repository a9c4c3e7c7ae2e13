import { Button } from '@mantine/core';
import { Link } from 'wouter';
import type { Floor, Holding, Working } from '../api/floor';
import { Icon } from '../shared/Icon';
import { useWords } from '../shared/language';
import { Empty } from '../shared/Page';
import { useNow } from '../shared/useNow';
import type { Acts } from './acts';
import { useSpell } from './useSpell';
import { words } from './words';

/** Who is there, how much they carry, and what they hold. */
export function Agents({ floor, acts }: { floor: Floor; acts: Acts }) {
  const say = useWords(words);
  if (floor.agents.length === 0) return <Empty>{say.noAgents}</Empty>;
  const order = [...floor.agents].sort((one, other) => rank(one) - rank(other));
  return <ul className="people panel">{order.map((one) => <Person key={one.id} one={one} acts={acts} />)}</ul>;
}

const ORDER = ['available', 'busy', 'away', 'offline'];

function rank(one: Working): number {
  return one.status === null ? ORDER.length : ORDER.indexOf(one.status);
}

function Person({ one, acts }: { one: Working; acts: Acts }) {
  const say = useWords(words);
  const spell = useSpell();
  const now = useNow();
  const status = one.status === null ? say.noDuty : say.status(one.status);
  const since = one.since ? say.since(spell(one.since, now)) : null;
  const can = [...one.languages.map((code) => code.toUpperCase()), ...one.skills, ...one.teams];
  return (
    <li className="person">
      <div className="person-who">
        <strong>{one.name}</strong>
        <span className="person-status" data-status={one.status ?? 'none'}>{[status, one.why && say.statusWhy(one.why), since].filter(Boolean).join(' · ')}</span>
        <span className="person-can">{can.join(' · ')}</span>
      </div>
      <Load one={one} />
      <div className="person-holds">
        {one.cases.length === 0 && <p className="person-nothing">{say.holdsNothing}{one.offered > 0 && ` · ${say.offered(one.offered)}`}{one.last_assigned_at && ` · ${say.agentColumns.assigned.toLowerCase()} ${spell(one.last_assigned_at, now)}`}</p>}
        {one.cases.map((held) => <Held key={held.conversation_id} one={held} mine={one.id === acts.me} acts={acts} />)}
      </div>
    </li>
  );
}

function Load({ one }: { one: Working }) {
  const say = useWords(words);
  const share = one.capacity > 0 ? Math.min(one.load / one.capacity, 1) : 1;
  const text = say.load(say.decimal(one.load), say.decimal(one.capacity));
  return (
    <div className="person-load">
      <span className="load-bar" aria-hidden="true"><i style={{ width: `${share * 100}%` }} data-full={share >= 1} /></span>
      <span><span className="unseen">{say.agentColumns.load}: </span>{text}</span>
    </div>
  );
}

function Held({ one, mine, acts }: { one: Holding; mine: boolean; acts: Acts }) {
  const say = useWords(words);
  const spell = useSpell();
  const now = useNow();
  const who = one.customer ?? '?';
  const state = one.status === 'snoozed' ? say.snoozed : one.waiting_since ? say.unanswered(spell(one.waiting_since, now)) : say.answered;
  return (
    <div className="held">
      <p>
        <Link href={`/desk/all/${one.conversation_id}`} aria-label={say.openOf(who)}>{who}</Link>
        {one.channel && <span>{say.channels(one.channel)}</span>}
        <span data-tone={one.waiting_since ? 'near' : undefined}>{state}</span>
      </p>
      <div>
        <Button size="compact-xs" variant="subtle" aria-label={say.explainOf(who)} onClick={() => acts.explain(one.conversation_id)}><Icon name="list" size={14} /></Button>
        <Button size="compact-xs" variant="default" disabled={acts.busy} aria-label={say.passOf(who)} onClick={() => acts.pass({ id: one.conversation_id, epoch: one.epoch, who })}>{say.pass}</Button>
        {!mine && <Button size="compact-xs" variant="default" disabled={acts.busy} aria-label={say.takeOf(who)} onClick={() => acts.take(one.conversation_id, one.epoch)}>{say.take}</Button>}
      </div>
    </div>
  );
}
