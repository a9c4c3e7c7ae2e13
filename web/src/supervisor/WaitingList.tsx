import { Button } from '@mantine/core';
import { useRef, type KeyboardEvent } from 'react';
import { Link, useLocation } from 'wouter';
import type { Floor, Waiting } from '../api/floor';
import { due } from '../desk/list/list';
import { words as deskWords } from '../desk/words';
import { Icon } from '../shared/Icon';
import { useWords } from '../shared/language';
import { Empty } from '../shared/Page';
import { useDates } from '../shared/useDates';
import { useNow } from '../shared/useNow';
import { whyNot } from './floor';
import type { Acts } from './acts';
import { useSpell } from './useSpell';
import { words } from './words';

/** What waits, in the order in which it is given out, each with why nobody has it. */
export function WaitingList({ floor, acts }: { floor: Floor; acts: Acts }) {
  const say = useWords(words);
  const [, go] = useLocation();
  const list = useRef<HTMLOListElement>(null);
  if (floor.waiting.length === 0) return <Empty>{say.nobodyWaits}</Empty>;
  const pressed = (event: KeyboardEvent, at: number, one: Waiting) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = list.current?.querySelectorAll<HTMLElement>('[data-row]');
    switch (event.key) {
      case 'j':
      case 'ArrowDown':
        rows?.[Math.min(at + 1, rows.length - 1)]?.focus();
        break;
      case 'k':
      case 'ArrowUp':
        rows?.[Math.max(at - 1, 0)]?.focus();
        break;
      case 't':
        acts.take(one.conversation_id, one.epoch);
        break;
      case 'a':
        acts.pass({ id: one.conversation_id, epoch: one.epoch, who: one.customer ?? '?', waiting: one });
        break;
      case 'Enter':
        if (event.target !== event.currentTarget) return;
        go(`/desk/all/${one.conversation_id}`);
        break;
      default:
        return;
    }
    event.preventDefault();
  };
  return (
    <ol className="waiting panel" ref={list}>
      {floor.waiting.map((one, at) => (
        <li key={one.case_id} className="waiting-row" data-row tabIndex={0} data-late={one.late} onKeyDown={(event) => pressed(event, at, one)} aria-label={one.customer ?? '?'}>
          <Row one={one} floor={floor} acts={acts} />
        </li>
      ))}
    </ol>
  );
}

function Row({ one, floor, acts }: { one: Waiting; floor: Floor; acts: Acts }) {
  const say = useWords(words);
  const desk = useWords(deskWords);
  const spell = useSpell();
  const now = useNow();
  const who = one.customer ?? '?';
  const team = floor.queues.find(({ team: id }) => id === one.team)?.name;
  return (
    <>
      <div className="waiting-what">
        <p className="waiting-who">
          <strong>{who}</strong>
          {one.channel && <span>{say.channels(one.channel)}</span>}
          {one.priority !== 'normal' && <span className="chip" data-tone={one.priority === 'urgent' ? 'late' : 'near'}>{say.priority(one.priority)}</span>}
          {one.language && <span className="chip">{say.language(one.language)}</span>}
          {team && <span className="chip">{team}</span>}
        </p>
        <p className="waiting-title">{one.title || desk.panel.reason(one.reason)}</p>
        <p className="waiting-why"><Icon name="clock" size={14} /> <span className="unseen">{say.why}: </span><WhyNot one={one} floor={floor} /></p>
      </div>
      <div className="waiting-when">
        <Due one={one} now={now} />
        {one.queued_at && <span>{say.waits(spell(one.queued_at, now))}</span>}
        {one.alarming && <b><Icon name="warning" size={14} /> {say.alarming}</b>}
      </div>
      <div className="waiting-acts">
        <Button component={Link} href={`/desk/all/${one.conversation_id}`} size="xs" variant="subtle" aria-label={say.openOf(who)}>{say.open}</Button>
        <Button size="xs" variant="default" disabled={acts.busy} aria-label={say.passOf(who)} onClick={() => acts.pass({ id: one.conversation_id, epoch: one.epoch, who, waiting: one })}>{say.pass}</Button>
        <Button size="xs" disabled={acts.busy} aria-label={say.takeOf(who)} onClick={() => acts.take(one.conversation_id, one.epoch)}>{say.take}</Button>
      </div>
    </>
  );
}

function Due({ one, now }: { one: Waiting; now: number }) {
  const say = useWords(words);
  const spell = useSpell();
  const dates = useDates();
  if (!one.due_at) return null;
  const when = due(one.due_at, now);
  if (!when) return null;
  const tone = when.late ? 'late' : when.near ? 'near' : undefined;
  const text = spell(one.due_at, now);
  const left = when.far ? say.dueBy(dates.soon(one.due_at, now)) : say.dueIn(text);
  return <span className="chip" data-tone={tone}><Icon name={when.late ? 'warning' : 'clock'} size={13} /> {when.late ? say.late(text) : left}</span>;
}

function WhyNot({ one, floor }: { one: Waiting; floor: Floor }) {
  const say = useWords(words);
  const why = whyNot(one, floor);
  switch (why.kind) {
    case 'offered':
      return say.offeredTo(why.to);
    case 'nobody':
      return say.nobodyOnDuty;
    case 'placing':
      return say.beingPlaced;
    case 'all':
      return say.everyone(say.lack(why.lack));
    case 'each':
      return why.lacks.map(({ name, lack }) => say.lacks(name, say.lack(lack))).join(' · ');
  }
}
