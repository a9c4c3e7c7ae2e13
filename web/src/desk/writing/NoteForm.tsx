import { Button } from '@mantine/core';
import { useId, type KeyboardEvent, type RefObject } from 'react';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { mentioned } from '../notes/mentions';
import type { UsedNotes } from '../notes/useNotes';
import { noteWords } from '../notes/words';
import { useColleagues } from '../passing/useColleagues';
import { words } from '../words';
import { Field } from './Field';
import { Suggestions } from './Suggestions';
import { useSuggestions } from './useSuggestions';

interface Props {
  field: RefObject<HTMLTextAreaElement | null>;
  notes: UsedNotes;
  me: string;
  draft: string;
  write: (text: string) => void;
}

/** A note for colleagues. Anybody who sees the conversation may write one, whoever holds it. */
export function NoteForm({ field, notes, me, draft, write }: Props) {
  const say = useWords(noteWords);
  const desk = useWords(words);
  const list = useId();
  const { agents } = useColleagues();
  const others = agents.filter((one) => one.id !== me);
  const calls = useSuggestions({
    field,
    sign: '@',
    write,
    find: (query) => others
      .filter((one) => one.name.toLowerCase().startsWith(query.toLowerCase()))
      .slice(0, 6)
      .map((one) => ({ id: one.id, title: one.name, detail: one.teams.join(', '), text: `@${one.name} ` })),
  });
  const ready = draft.trim() !== '' && !notes.busy;
  const submit = async () => {
    if (ready && (await notes.add(draft.trim(), mentioned(draft, others)))) write('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (calls.press(event) || event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    void submit();
  };
  return (
    <form className="composer-form" onSubmit={(event) => { event.preventDefault(); void submit(); }}>
      <Suggestions used={calls} id={list} label={say.colleagues} />
      <Field field={field} calls={calls} list={list} label={say.write} value={draft} write={write} onKeyDown={onKeyDown} />
      {notes.refused && <p className="composer-refused" role="alert"><Icon name="warning" size={14} /> {say.refused(desk.refusals(notes.refused.code) ?? notes.refused.detail)}</p>}
      <div className="composer-foot">
        <span className="composer-hint"><Icon name="eye" size={14} /> {say.hint}</span>
        <Button type="submit" size="sm" className="composer-add" disabled={!ready} loading={notes.busy} rightSection={<Icon name="note" size={15} />}>{say.add}</Button>
      </div>
    </form>
  );
}
