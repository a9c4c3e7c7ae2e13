import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import * as knowledge from '../../api/knowledge';
import type { Group } from '../../api/knowledge';
import * as studio from '../../api/studio';
import { Icon } from '../../shared/Icon';
import { useLanguage, useWords } from '../../shared/language';
import { Bad, Coming, Empty, Page } from '../../shared/Page';
import { AnswerForm } from '../knowledge/AnswerForm';
import { asking, EMPTY } from '../knowledge/items';
import { NewFlow } from '../list/NewFlow';
import { ANSWERS, FLOWS, UNCLEAR } from '../queries';
import { Sections } from '../Sections';
import { useListKeys } from '../useListKeys';
import { AddToFlow } from './AddToFlow';
import { found, said, type Becomes } from './groups';
import { GroupRow } from './GroupRow';
import './unclear.css';
import { words } from './words';

/** What was not understood, and what becomes of it. */
export function Unclear({ languages }: { languages: string[] }) {
  const say = useWords(words);
  const client = useQueryClient();
  const [wanted, search] = useState('');
  const [opened, open] = useState<{ group: Group; becomes: Becomes } | null>(null);
  const [told, tell] = useState<ReactNode>(null);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const left = useRef<number | null>(null); // where somebody was whose group has gone
  const asked = useQuery({ queryKey: UNCLEAR, queryFn: knowledge.unclear, staleTime: 0 });
  const groups = asked.data ? found(asked.data, wanted) : [];
  useListKeys(field);
  const done = async (text: ReactNode) => {
    const at = opened ? groups.indexOf(opened.group) : 0;
    open(null);
    tell(text);
    left.current = at;
    await client.invalidateQueries({ queryKey: UNCLEAR });
  };
  useEffect(() => {
    const at = left.current;
    left.current = null;
    if (at !== null && !isElsewhere(list.current)) next(list.current, at)?.focus();
  }, [asked.data]);
  const restoring = useMutation({ mutationFn: ({ messages, language }: Group) => knowledge.restore({ messages, language }), onSuccess: () => done(say.back) });
  const dismissing = useMutation({ mutationFn: (group: Group) => knowledge.resolve({ messages: group.messages }), onSuccess: (_, group) => done(<>{say.dismissed} <Button size="compact-sm" variant="default" loading={restoring.isPending} onClick={() => restoring.mutate(group)}>{say.undo}</Button></>) });
  return (
    <Page title={say.title} lead={say.lead}>
      <Sections at="unclear" />
      <div className="flows-bar">
        <TextInput ref={field} type="search" aria-keyshortcuts="/" aria-label={say.search} placeholder={say.search} leftSection={<Icon name="search" size={16} />} value={wanted} onChange={(event) => search(event.currentTarget.value)} />
        {groups.length > 0 && <span role="status">{say.count(groups.length, said(groups))}</span>}
      </div>
      <div className="unclear-told" role="status">{told && <p><Icon name="check" size={16} /> {told}</p>}</div>
      {asked.isError && !asked.data && <Bad text={say.failed} again={{ label: say.again, run: () => void asked.refetch() }} />}
      {[dismissing, restoring].map((one, index) => one.isError && <Bad key={index} text={`${say.refused} ${one.error.message}`} />)}
      {asked.isPending && <Coming heights={[104, 104, 104]} label={say.coming} />}
      {asked.data && groups.length === 0 && <Empty>{asked.data.length === 0 ? say.noneYet : say.none}</Empty>}
      {groups.length > 0 && (
        <ul ref={list} className="groups panel">
          {groups.map((group) => <GroupRow key={group.messages[0]} group={group} busy={dismissing.isPending} become={(becomes) => open({ group, becomes })} dismiss={() => dismissing.mutate(group)} />)}
        </ul>
      )}
      {opened && <Becoming {...opened} languages={languages} close={() => open(null)} done={(text) => void done(text)} />}
    </Page>
  );
}

/** Whoever deals with one group after the other stays where they were. */
function next(list: HTMLElement | null, at: number): HTMLElement | undefined {
  const rows = [...(list?.querySelectorAll<HTMLElement>('.group-acts > :first-child') ?? [])];
  return rows[Math.min(at, rows.length - 1)];
}

/** Who has gone on meanwhile, to take it back or to search, is not called away. */
function isElsewhere(list: HTMLElement | null): boolean {
  const on = document.activeElement;
  return on !== null && on !== document.body && !list?.contains(on) && on.closest('[role=dialog]') === null;
}

interface Props {
  group: Group;
  becomes: Becomes;
  languages: string[];
  close: () => void;
  done: (told: ReactNode) => void;
}

function Becoming({ group, becomes, languages, close, done }: Props) {
  const client = useQueryClient();
  const flows = useQuery({ queryKey: FLOWS, queryFn: studio.flows });
  const answers = useQuery({ queryKey: ANSWERS, queryFn: knowledge.items });
  const say = useWords(words);
  const spoken = useLanguage().language;
  const { messages, language, examples } = group;
  if (becomes === 'example') return <AddToFlow group={group} flows={flows.data ?? []} close={close} done={done} />;
  if (becomes === 'flow')
    return <NewFlow languages={languages} taken={(flows.data ?? []).map(({ name }) => name)} examples={{ [language]: examples }} made={async () => {
      await knowledge.resolve({ messages });
      await client.invalidateQueries({ queryKey: UNCLEAR });
    }} close={close} />;
  const begun = examples.reduce((item, words) => asking(item, language, words), EMPTY);
  return <AnswerForm item={begun} seen={0} languages={languages} taken={(answers.data?.items ?? []).map(({ id }) => id)} close={close}
    keep={async (answer) => {
      await knowledge.resolve({ messages, answer, seen: 0 });
      await client.invalidateQueries({ queryKey: ANSWERS });
    }}
    done={(_, title) => done(say.answered(title[spoken] ?? Object.values(title)[0] ?? ''))} />;
}
