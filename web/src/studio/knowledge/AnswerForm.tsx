import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import * as knowledge from '../../api/knowledge';
import type { Item } from '../../api/knowledge';
import { Refused } from '../../api/http';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { itemOf, lacks, lines, nameFor, written, type Written } from './items';
import { words } from './words';

interface Props {
  item: Written;
  /** The revision that is changed; 0: it is new. */
  seen: number;
  languages: readonly string[];
  taken: readonly string[];
  close: () => void;
  /** It is kept, or gone: in words. */
  done: (told: string, title: Record<string, string>) => void;
  /** How it is kept, where that is more than saving it. */
  keep?: (item: Item) => Promise<unknown>;
}

const NAME = /^[A-Za-z0-9_.-]{1,64}$/;

/** One answer in every language: what customers ask, and what they are told. */
export function AnswerForm({ item: begun, seen: first, languages, taken, close, done, keep }: Props) {
  const say = useWords(words);
  const [item, write] = useState(begun);
  const [seen, look] = useState(first);
  const [touched, touch] = useState(false);
  const isNew = first === 0;
  const title = languages.map((one) => item.title[one]?.trim()).find(Boolean) ?? '';
  const id = item.id || (isNew ? nameFor(title, taken) : '');
  const wrongName = !NAME.test(id) ? say.nameBad : isNew && taken.includes(id) ? say.nameTaken : null;
  const missing = lacks(item, languages);
  const saving = useMutation({
    mutationFn: (over: number) => (keep ?? ((whole: Item) => knowledge.put(whole, over)))({ ...itemOf(item), id }),
    onSuccess: () => done(say.saved(title), item.title),
  });
  const removing = useMutation({ mutationFn: () => knowledge.remove(id), onSuccess: () => done(say.removed(title), item.title) });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    touch(true);
    if (missing.length === 0 && !wrongName) saving.mutate(seen);
  };
  const put = (key: 'title' | 'questions' | 'answer', language: string, text: string) => write((was) => ({ ...was, [key]: { ...was[key], [language]: text } }));
  const isStale = saving.error instanceof Refused && saving.error.code === 'stale';
  return (
    <Modal opened onClose={close} title={isNew ? say.formNew : (begun.title[languages[0] ?? ''] ?? id)} size={780} centered closeButtonProps={{ 'aria-label': say.close }}>
      <form className="form answer-form" onSubmit={submit} noValidate>
        <div className="texts-by">
          {languages.map((one, at) => <TextInput key={one} {...(at === 0 ? { 'data-autofocus': true } : {})} label={say.titleIn(say.language(one))} lang={one} value={item.title[one] ?? ''} onChange={(event) => put('title', one, event.currentTarget.value)} />)}
        </div>
        <Many label={say.questions} hint={say.questionsHint} rows={4} languages={languages} texts={item.questions} write={(one, text) => put('questions', one, text)} count={(text) => lines(text).length} />
        <Many label={say.answer} rows={3} languages={languages} texts={item.answer} write={(one, text) => put('answer', one, text)} />
        <details className="form-more" open={begun.from !== '' || begun.to !== ''}>
          <summary>{say.options}</summary>
          <div className="form">
            <div className="texts-by">
              <TextInput type="date" label={say.from} value={item.from} onChange={({ currentTarget: { value } }) => write((was) => ({ ...was, from: value }))} />
              <TextInput type="date" label={say.to} value={item.to} onChange={({ currentTarget: { value } }) => write((was) => ({ ...was, to: value }))} />
            </div>
            <p className="hint">{say.daysHint}</p>
            <TextInput className="code-field" label={say.name} description={say.nameHint} readOnly={!isNew} spellCheck={false} value={id} error={touched ? wrongName : null} onChange={({ currentTarget: { value } }) => write((was) => ({ ...was, id: value.trim() }))} />
          </div>
        </details>
        {touched && missing.length > 0 && <p className="studio-refusal" role="alert"><Icon name="warning" size={16} /> {say.needs(missing.map((one) => say.lacks[one]).join(', '))}</p>}
        {isStale && <Stale id={id} take={(theirs, revision) => { write(written(theirs)); look(revision); saving.reset(); }} mine={(revision) => saving.mutate(revision)} />}
        {saving.isError && !isStale && <p className="studio-refusal" role="alert"><Icon name="warning" size={16} /> {say.refused} {saving.error.message}</p>}
        {removing.isError && <p className="studio-refusal" role="alert"><Icon name="warning" size={16} /> {removing.error.message}</p>}
        <div className="dialog-acts">
          {!isNew && <Button className="answer-remove" variant="default" loading={removing.isPending} onClick={() => { if (confirm(say.removeAsk(title))) removing.mutate(); }}>{say.remove}</Button>}
          <Button variant="default" onClick={close}>{say.cancel}</Button>
          <Button type="submit" loading={saving.isPending}>{say.save}</Button>
        </div>
      </form>
    </Modal>
  );
}

interface ManyProps {
  label: string;
  hint?: string;
  rows: number;
  languages: readonly string[];
  texts: Record<string, string>;
  write: (language: string, text: string) => void;
  count?: (text: string) => number;
}

/** A longer text in every language, side by side. */
function Many({ label, hint, rows, languages, texts, write, count }: ManyProps) {
  const say = useWords(words);
  return (
    <fieldset className="texts">
      <legend>{label}</legend>
      <div className="texts-by">
        {languages.map((one) => (
          <Textarea key={one} autosize minRows={rows} maxRows={12} lang={one} spellCheck label={<>{say.language(one)}{count && <span>{count(texts[one] ?? '')}</span>}</>} aria-label={`${label}, ${say.language(one)}`}
            value={texts[one] ?? ''} onChange={(event) => write(one, event.currentTarget.value)} />
        ))}
      </div>
      {hint && <p className="hint">{hint}</p>}
    </fieldset>
  );
}

/** Somebody else changed it while one wrote: theirs is looked up, and one of the two is kept. */
function Stale({ id, take, mine }: { id: string; take: (theirs: Item, revision: number) => void; mine: (revision: number) => void }) {
  const say = useWords(words);
  const looking = useMutation({
    mutationFn: async () => {
      const { items, revisions } = await knowledge.items();
      return { theirs: items.find((one) => one.id === id) ?? null, revision: revisions[id] ?? 0 };
    },
  });
  const choose = async (whose: 'mine' | 'theirs') => {
    const { theirs, revision } = await looking.mutateAsync();
    if (whose === 'mine') mine(revision);
    else if (theirs) take(theirs, revision);
  };
  const isGone = looking.data?.theirs === null;
  return (
    <div className="studio-refusal" role="alert">
      <Icon name="warning" size={16} /> <span>{isGone ? say.gone : say.stale}</span>
      {!isGone && <Button size="compact-sm" variant="default" onClick={() => void choose('theirs')}>{say.takeTheirs}</Button>}
      <Button size="compact-sm" variant="default" onClick={() => void choose('mine')}>{say.keepMine}</Button>
    </div>
  );
}
