import { Button, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import * as knowledge from '../../api/knowledge';
import type { Item } from '../../api/knowledge';
import { Icon } from '../../shared/Icon';
import { useLanguage, useWords } from '../../shared/language';
import { Bad, Coming, Empty, Page } from '../../shared/Page';
import { Segments } from '../../shared/Segments';
import { ANSWERS } from '../queries';
import { Sections } from '../Sections';
import { useListKeys } from '../useListKeys';
import { AnswerForm } from './AnswerForm';
import { AnswerRow } from './AnswerRow';
import './answers.css';
import { asking, EMPTY, found, written, type Written } from './items';
import { TryQuestion } from './TryQuestion';
import { words } from './words';

/** All answers to questions: found, tried, made and changed. */
export function Answers({ languages }: { languages: string[] }) {
  const say = useWords(words);
  const client = useQueryClient();
  const { language } = useLanguage();
  const [shown, show] = useState(languages.includes(language) ? language : (languages[0] ?? language));
  const [wanted, search] = useState('');
  const [opened, open] = useState<{ item: Written; seen: number } | null>(null);
  const [told, tell] = useState('');
  const field = useRef<HTMLInputElement>(null);
  const asked = useQuery({ queryKey: ANSWERS, queryFn: knowledge.items, staleTime: 0 });
  const all = asked.data?.items ?? [];
  const items = found(all, wanted);
  const begin = (item: Written = EMPTY) => open({ item, seen: 0 });
  const change = (item: Item, more: { language: string; question: string } | null = null) =>
    open({ item: more ? asking(written(item), more.language, more.question) : written(item), seen: asked.data?.revisions[item.id] ?? 0 });
  useListKeys(field, () => begin());
  const done = async (text: string) => {
    await client.invalidateQueries({ queryKey: ANSWERS });
    open(null);
    tell(text);
  };
  return (
    <Page title={say.title} lead={say.lead} acts={<Button leftSection={<Icon name="plus" size={16} />} aria-keyshortcuts="n" onClick={() => begin()}>{say.add}</Button>}>
      <Sections at="answers" />
      <TryQuestion items={all} language={shown} change={change} begin={(question, inLanguage) => begin(asking(EMPTY, inLanguage, question))} />
      <div className="flows-bar">
        <TextInput ref={field} type="search" aria-keyshortcuts="/" aria-label={say.search} placeholder={say.search} leftSection={<Icon name="search" size={16} />} value={wanted} onChange={(event) => search(event.currentTarget.value)} />
        {languages.length > 1 && <Segments label={say.shownIn} value={shown} choose={show} choices={languages.map((one) => ({ value: one, label: say.language(one) }))} />}
        {asked.data && <span role="status">{say.count(items.length)}</span>}
      </div>
      {asked.isError && !asked.data && <Bad text={say.failed} again={{ label: say.again, run: () => void asked.refetch() }} />}
      {asked.isPending && <Coming heights={[92, 92, 92]} label={say.coming} />}
      {asked.data && items.length === 0 && <Empty>{all.length === 0 ? say.noneYet : say.none}</Empty>}
      {items.length > 0 && <ul className="answers panel">{items.map((item) => <AnswerRow key={item.id} item={item} language={shown} open={() => change(item)} />)}</ul>}
      <p className="unseen" role="status">{told}</p>
      {opened && <AnswerForm {...opened} languages={languages} taken={all.map(({ id }) => id)} close={() => open(null)} done={(text) => void done(text)} />}
    </Page>
  );
}
