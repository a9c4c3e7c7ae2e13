import { useQuery } from '@tanstack/react-query';
import { Skeleton } from '@mantine/core';
import * as work from '../../api/work';
import { useWords } from '../../shared/language';
import { useDates } from '../../shared/useDates';
import { TRAIL } from '../queries';
import { words } from '../words';
import { whyWords } from './words';

/** Who held it one after the other, and why the router chose whom it chose. */
export function Trail({ id }: { id: string }) {
  const say = useWords(words);
  const why = useWords(whyWords);
  const dates = useDates();
  const asked = useQuery({ queryKey: [...TRAIL, id], queryFn: () => work.trail(id) });
  if (asked.isError) return <p className="context-none" role="alert">{say.failedConversation}</p>;
  if (!asked.data) return <Skeleton height={12} mt={10} width="70%" />;
  const { stretches, assignments, names } = asked.data;
  return (
    <ol className="context-trail">
      {stretches.map((one) => {
        const given = one.act === 'offer' || one.act === 'assign' ? assignments.find((other) => other.agent_id === one.owner_id && Math.abs(Date.parse(other.at) - Date.parse(one.began_at)) < 1_000) : undefined;
        const owner = one.owner_id ? (names[one.owner_id] ?? say.owners.agent) : why.owner(one.owner);
        return (
          <li key={one.epoch}>
            <time dateTime={one.began_at} title={dates.full(one.began_at)}>{dates.time(one.began_at)}</time> <b>{owner}</b>
            <small>{why.act(one.act)}{one.by && one.by !== one.owner_id && names[one.by] && ` ${say.panel.by(names[one.by] ?? '')}`}</small>
            {given && <small>{given.why.map(why.why).join(', ')}</small>}
          </li>
        );
      })}
    </ol>
  );
}
