import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { Link } from 'wouter';
import * as knowledge from '../../api/knowledge';
import type { Heard, Item } from '../../api/knowledge';
import * as studio from '../../api/studio';
import { useLanguage, useWords } from '../../shared/language';
import { Bad } from '../../shared/Page';
import { FLOWS } from '../queries';
import { words } from './words';

interface Props {
  items: readonly Item[];
  /** Of the questions, where nothing tells another. */
  language: string;
  change: (item: Item, more: { language: string; question: string }) => void;
  begin: (question: string, language: string) => void;
}

const KNOWLEDGE = 'knowledge';
const LOST = ['unclear', 'welcome'];

/** A question as a customer would ask it, and what the bot would say. */
export function TryQuestion(props: Props) {
  const say = useWords(words);
  const [text, write] = useState('');
  const trying = useMutation({ mutationFn: knowledge.hear });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (text.trim()) trying.mutate(text.trim());
  };
  return (
    <section className="try-question panel">
      <form onSubmit={submit}>
        <TextInput label={say.tryTitle} placeholder={say.tryHint} maxLength={300} value={text} onChange={(event) => write(event.currentTarget.value)} />
        <Button type="submit" variant="default" loading={trying.isPending}>{say.tryIt}</Button>
      </form>
      <div role="status">
        {trying.isError && <Bad text={say.tryFailed} />}
        {trying.data && <Outcome {...props} heard={trying.data} question={trying.variables} />}
      </div>
    </section>
  );
}

function Outcome({ heard, question, items, language, change, begin }: Props & { heard: Heard; question: string }) {
  const say = useWords(words);
  const { language: spoken } = useLanguage();
  const title = (id: string) => nameOf(items.find((one) => one.id === id)?.title ?? {}, spoken, id);
  const answers = heard.flow === KNOWLEDGE && heard.item !== null;
  const lost = heard.flow === null || LOST.includes(heard.flow);
  return (
    <div className="tried">
      {answers && heard.item !== null && <p>{say.answers(title(heard.item))}</p>}
      {!answers && lost && <p>{say.nothing}</p>}
      {!answers && !lost && heard.flow !== null && <Taken flow={heard.flow} />}
      {!lost && heard.said.map((said, at) => <p key={at} className="tried-said">{said}</p>)}
      {!answers && heard.item !== null && <p className="hint">{say.first(title(heard.item))}</p>}
      {lost && (
        <>
          {heard.near.length > 0 && <h2>{say.nearest}</h2>}
          <ul>
            {heard.near.map((one) => {
              const item = items.find(({ id }) => id === one.item);
              return item && (
                <li key={one.item}>
                  <q lang={one.language}>{one.question}</q> <span className="hint">{say.near(one.score)}</span>
                  <button type="button" className="link" onClick={() => change(item, { language: one.language, question })}>{say.addTo(title(one.item))}</button>
                </li>
              );
            })}
          </ul>
          <Button size="compact-sm" variant="default" onClick={() => begin(question, heard.near[0]?.language ?? language)}>{say.makeNew}</Button>
        </>
      )}
    </div>
  );
}

function Taken({ flow }: { flow: string }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const flows = useQuery({ queryKey: FLOWS, queryFn: studio.flows });
  const title = nameOf(flows.data?.find(({ name }) => name === flow)?.title ?? {}, language, flow);
  return <p><Link className="link" href={`/desk/studio/${flow}`}>{say.takes(title)}</Link></p>;
}

const nameOf = (title: Record<string, string>, language: string, id: string): string => title[language] ?? Object.values(title)[0] ?? id;
