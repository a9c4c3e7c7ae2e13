import { Button } from '@mantine/core';
import type { Group } from '../../api/knowledge';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { useDates } from '../../shared/useDates';
import { useNow } from '../../shared/useNow';
import { useSay } from '../useSay';
import { gist } from './groups';
import type { Becomes } from './groups';
import { words } from './words';

const MOST_SHOWN = 3;

interface Props {
  group: Group;
  busy: boolean;
  become: (what: Becomes) => void;
  dismiss: () => void;
}

/** How often something was said, in which words, and what may become of it. */
export function GroupRow({ group, busy, become, dismiss }: Props) {
  const say = useWords(words);
  const studio = useSay();
  const dates = useDates();
  const now = useNow(60_000);
  const rest = group.examples.slice(MOST_SHOWN);
  return (
    <li className="group">
      <p className="group-count"><b>{group.count}</b><span aria-hidden="true">×</span><span className="unseen">{say.times(group.count)}</span></p>
      <div className="group-said">
        <ul lang={group.language}>{group.examples.slice(0, MOST_SHOWN).map((one) => <li key={one}>{one}</li>)}</ul>
        {rest.length > 0 && <details><summary>{say.more(rest.length)}</summary><ul lang={group.language}>{rest.map((one) => <li key={one}>{one}</li>)}</ul></details>}
        <p className="group-when">{studio.language(group.language)} · <time dateTime={group.last} title={dates.full(group.last)}>{say.last(dates.brief(group.last, now))}</time></p>
      </div>
      <div className="group-acts" role="group" aria-label={say.acts(gist(group))}>
        <Button size="compact-sm" variant="default" leftSection={<Icon name="reply" size={14} />} onClick={() => become('answer')}>{say.toAnswer}</Button>
        <Button size="compact-sm" variant="default" leftSection={<Icon name="flow" size={14} />} onClick={() => become('example')}>{say.toExample}</Button>
        <Button size="compact-sm" variant="default" leftSection={<Icon name="plus" size={14} />} onClick={() => become('flow')}>{say.toFlow}</Button>
        <Button size="compact-sm" variant="subtle" color="gray" className="group-dismiss" aria-label={say.dismissThis(gist(group))} disabled={busy} onClick={dismiss}>{say.dismiss}</Button>
      </div>
    </li>
  );
}
