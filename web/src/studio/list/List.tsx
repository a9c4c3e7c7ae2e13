import { Button, Skeleton, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { Link } from 'wouter';
import * as studio from '../../api/studio';
import type { Summary } from '../../api/studio';
import { Icon } from '../../shared/Icon';
import { useLanguage } from '../../shared/language';
import { Bad, Page } from '../../shared/Page';
import { useDates } from '../../shared/useDates';
import { useNow } from '../../shared/useNow';
import { FLOWS } from '../queries';
import { Sections } from '../Sections';
import { useListKeys } from '../useListKeys';
import { useSay } from '../useSay';
import { found, lastChange, stateOf } from './flows';
import './list.css';
import { NewFlow } from './NewFlow';

/** All flows: what state each is in, who changed it last. */
export function List({ languages }: { languages: string[] }) {
  const say = useSay();
  const [words, search] = useState('');
  const [making, make] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  useListKeys(field, () => make(true));
  const asked = useQuery({ queryKey: FLOWS, queryFn: studio.flows, staleTime: 0 });
  const flows = asked.data ? found(asked.data, words) : [];
  return (
    <Page title={say.flows} lead={say.flowsLead} acts={<Button leftSection={<Icon name="plus" size={16} />} aria-keyshortcuts="n" onClick={() => make(true)}>{say.newFlow}</Button>}>
      <Sections at="flows" />
      <div className="flows-bar">
        <TextInput ref={field} type="search" aria-keyshortcuts="/" aria-label={say.searchFlows} placeholder={say.searchFlows} leftSection={<Icon name="search" size={16} />} value={words} onChange={(event) => search(event.currentTarget.value)} />
        {asked.data && <span role="status">{say.count(flows.length)}</span>}
      </div>
      {asked.isError && !asked.data && <Bad text={say.failed} again={{ label: say.again, run: () => void asked.refetch() }} />}
      {asked.isPending && <Skeleton height={320} radius="md" />}
      {asked.data && flows.length === 0 && <p className="flows-none">{asked.data.length === 0 ? say.noFlows : say.none}</p>}
      {flows.length > 0 && <Table flows={flows} />}
      {making && <NewFlow languages={languages} taken={(asked.data ?? []).map((flow) => flow.name)} close={() => make(false)} />}
    </Page>
  );
}

function Table({ flows }: { flows: Summary[] }) {
  const say = useSay();
  return (
    <table className="flows-table">
      <thead><tr><th scope="col">{say.name}</th><th scope="col">{say.state}</th><th scope="col">{say.changed}</th><th scope="col" className="flows-size">{say.size}</th></tr></thead>
      <tbody>{flows.map((flow) => <Row key={flow.name} flow={flow} />)}</tbody>
    </table>
  );
}

function Row({ flow }: { flow: Summary }) {
  const { language } = useLanguage();
  const title = flow.title[language] ?? Object.values(flow.title)[0] ?? flow.name;
  return (
    <tr>
      <th scope="row"><Link href={`/desk/studio/${flow.name}`}><strong>{title}</strong><code>{flow.name}</code></Link></th>
      <td><States flow={flow} /></td>
      <td><Last flow={flow} /></td>
      <td className="flows-size">{flow.steps}</td>
    </tr>
  );
}

function States({ flow }: { flow: Summary }) {
  const say = useSay();
  const state = stateOf(flow);
  return (
    <span className="flows-states">
      {flow.version !== null && <span className="chip" data-tone="good"><Icon name="check" size={13} /> {say.published}</span>}
      {flow.draft && <span className="chip" data-tone="near">{flow.version === null ? say.neverPublished : say.draft}</span>}
      {state === 'problems' && flow.draft && <span className="chip" data-tone="late"><Icon name="warning" size={13} /> {say.problems(flow.draft.problems)}</span>}
    </span>
  );
}

function Last({ flow }: { flow: Summary }) {
  const say = useSay();
  const dates = useDates();
  const now = useNow(60_000);
  const last = lastChange(flow);
  return last && <span className="flows-last"><time dateTime={last.at} title={dates.full(last.at)}>{dates.brief(last.at, now)}</time> {say.by(last.author)}</span>;
}
