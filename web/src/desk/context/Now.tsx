import type { Whole } from '../../api/desk';
import { useWords } from '../../shared/language';
import { useDates } from '../../shared/useDates';
import { useNow } from '../../shared/useNow';
import { words } from '../words';

/** Where one talks, how long that is open, and what happens by itself if nobody acts. */
export function Now({ whole }: { whole: Whole }) {
  const say = useWords(words);
  const dates = useDates();
  const now = useNow();
  const { conversation } = whole;
  const deadlines = Object.entries(conversation.deadlines).flatMap(([kind, at]) => (at ? [{ kind, at }] : []));
  return (
    <dl className="context-pairs">
      {conversation.ways.map((way) => {
        const until = way.window.open_until;
        const open = until === null || Date.parse(until) > now;
        return (
          <div key={`${way.account} ${way.address}`}>
            <dt>{say.channels(way.channel)}</dt>
            <dd>
              {until === null ? say.panel.windowFree : open ? say.panel.windowOpen(dates.soon(until, now)) : say.panel.windowClosed}
              {!open && way.window.after.map((one) => <small key={one}>{say.panel.after(one)}</small>)}
            </dd>
          </div>
        );
      })}
      {whole.case?.due_at && <div><dt>{say.panel.due}</dt><dd>{dates.soon(whole.case.due_at, now)}</dd></div>}
      {whole.case?.priority && whole.case.priority !== 'normal' && <div><dt>{say.panel.priorityIs}</dt><dd>{say.panel.priority(whole.case.priority)}</dd></div>}
      {deadlines.map(({ kind, at }) => <div key={kind}><dt>{say.panel.deadlines(kind)}</dt><dd>{dates.soon(at, now)}</dd></div>)}
    </dl>
  );
}
