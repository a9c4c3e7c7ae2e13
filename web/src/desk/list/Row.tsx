import { memo } from 'react';
import { Link } from 'wouter';
import type { Agent, ListRow, Viewer, View } from '../../api/desk';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { useDates } from '../../shared/useDates';
import { useNow } from '../../shared/useNow';
import { holder, isOffered } from '../conversation/conversation';
import { OwnerChip } from '../conversation/OwnerChip';
import { labelWords } from '../labels/words';
import { severalWords } from '../several/words';
import { words } from '../words';
import { LastSaid } from './LastSaid';
import { awaits, due, initials, nameOf, span } from './list';

interface Props {
  row: ListRow;
  view: View;
  now: number;
  me: Agent;
  current: boolean;
  chosen: boolean;
  choose: (row: ListRow, range: boolean) => void;
}

/** One conversation: who, since when, what was said last, and what is due. */
export const Row = memo(function Row({ row, view, now, me, current, chosen, choose }: Props) {
  const say = useWords(words);
  const dates = useDates();
  const name = nameOf(row.customer, row.address);
  const at = row.last_message?.at ?? row.updated_at;
  return (
    <>
      <Chooser row={row} name={name} chosen={chosen} choose={choose} />
      <Link href={`/desk/${view}/${row.conversation_id}`} className="list-row" aria-current={current ? 'true' : undefined} data-chosen={chosen}>
        <span className="list-line">
          {row.needs_answer && <i className="list-waits" role="img" aria-label={say.needsAnswer} title={say.needsAnswer} />}
          <strong>{name}</strong>
          <span className="list-channel">{say.channels(row.channel ?? '')}</span>
          <time dateTime={at}>{dates.brief(at, now)}</time>
        </span>
        <span className="list-said">{row.last_message ? <LastSaid last={row.last_message} me={me} /> : row.title}</span>
        <span className="list-line list-chips">
          {!(view === 'queue' && row.owner.kind === 'queue') && <OwnerChip owner={row.owner} held={holder(row.owner, me.id)} offeredToMe={isOffered(row.owner, me.id)} />}
          {row.status === 'snoozed' && <SnoozeChip until={row.snoozed_until ?? null} />}
          <DueChip dueAt={awaits(row) ? row.due_at : null} now={now} />
          <WindowChip until={row.window_until} now={now} />
          {row.viewers && row.viewers.length > 0 && <Viewers viewers={row.viewers} />}
          {!!row.tags?.length && <span className="list-tags">{row.tags.slice(0, 2).map((tag) => <i key={tag}>{tag}</i>)}</span>}
        </span>
      </Link>
    </>
  );
});

/** Who it is, in two letters; a press chooses the conversation. */
function Chooser({ row, name, chosen, choose }: Pick<Props, 'row' | 'chosen' | 'choose'> & { name: string }) {
  const say = useWords(severalWords);
  return (
    <button type="button" role="checkbox" className="list-choose" aria-checked={chosen} aria-label={say.choose(name)} title={say.choose(name)} onClick={(event) => choose(row, event.shiftKey)}>
      <span className="list-avatar">{initials(name) || <Icon name="user" size={16} />}</span>
      <span className="list-box">{chosen && <Icon name="check" size={14} />}</span>
    </button>
  );
}

/** Which colleagues are there now; one who writes to the customer is named before those who look. */
function Viewers({ viewers }: { viewers: readonly Viewer[] }) {
  const say = useWords(labelWords);
  const [first, ...others] = viewers.toSorted((one, other) => Number(other.mode === 'replying') - Number(one.mode === 'replying'));
  if (!first) return null;
  const text = viewers.map((one) => say.viewer(one.name ?? say.aColleague, one.mode)).join(', ');
  return (
    <span className="chip list-viewers" data-tone={first.mode === 'replying' ? 'near' : 'calm'} role="img" aria-label={text} title={text}>
      <Icon name={first.mode === 'viewing' ? 'eye' : 'pen'} size={13} /> <b>{first.name ?? say.aColleague}</b>{others.length > 0 && ` +${others.length}`}
    </span>
  );
}

function DueChip({ dueAt, now }: { dueAt: string | null; now: number }) {
  const say = useWords(words);
  const dates = useDates();
  const when = due(dueAt, now);
  if (!when || dueAt === null) return null;
  const { count, unit } = span(when.minutes);
  const text = say.unit(count, unit);
  const left = when.far ? say.dueBy(dates.soon(dueAt, now)) : say.dueIn(text);
  return (
    <span className="chip" data-tone={when.late ? 'late' : when.near ? 'near' : 'calm'} title={say.dueTitle}>
      <Icon name={when.late ? 'warning' : 'clock'} size={13} /> {when.late ? say.late(text) : left}
    </span>
  );
}

function SnoozeChip({ until }: { until: string | null }) {
  const say = useWords(words);
  const dates = useDates();
  const now = useNow(60_000);
  return <span className="chip"><Icon name="snooze" size={13} /> {until ? dates.soon(until, now) : say.banners.untilAnswer}</span>;
}

const CLOSING = 120; // minutes: an earlier warning would only be noise

function WindowChip({ until, now }: { until: string | null; now: number }) {
  const say = useWords(words);
  const left = due(until, now);
  if (!left || left.late || left.minutes >= CLOSING) return null;
  const { count, unit } = span(left.minutes);
  const text = say.windowLeft(say.unit(count, unit));
  return <span className="chip" data-tone="near" role="img" aria-label={text} title={text}><Icon name="panel" size={13} /> {say.unit(count, unit)}</span>;
}
