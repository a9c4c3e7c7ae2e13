import { Button, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { Way, Written } from '../../api/desk';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { words } from '../words';
import { params } from './ways';
import { writingWords } from './words';

interface Props {
  way: Way;
  /** Said already above, where it is the app that the customer wrote in last. */
  told: boolean;
  template: boolean;
  others: readonly Way[];
  language: string | null;
  answerBy: (account: string) => void;
  send: (body: string, content: Written) => void;
  note: () => void;
}

/** Where the app takes no free words: why, and what can be done all the same. */
export function Left({ way, told, template, others, language, answerBy, send, note }: Props) {
  const say = useWords(writingWords);
  const desk = useWords(words);
  const [writing, setWriting] = useState(false);
  return (
    <div className="left">
      {!told && <p className="left-why"><Icon name="clock" size={16} /> {say.closed(desk.channels(way.channel))}</p>}
      <p className="left-acts">
        <span>{say.left}</span>
        {others.map((one) => <Button key={one.account} size="compact-sm" variant="default" onClick={() => answerBy(one.account)}>{say.answerBy(desk.channels(one.channel))}</Button>)}
        {template && <Button size="compact-sm" variant="default" aria-expanded={writing} onClick={() => setWriting(!writing)}>{say.template}</Button>}
        <Button size="compact-sm" variant="default" onClick={note}>{say.writeNote}</Button>
      </p>
      {writing && <Template language={language} send={send} />}
    </div>
  );
}

function Template({ language, send }: { language: string | null; send: Props['send'] }) {
  const say = useWords(writingWords);
  const [name, setName] = useState('');
  const [locale, setLocale] = useState(language ?? 'fr');
  const [blanks, setBlanks] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) send(name.trim(), { type: 'template', template_id: name.trim(), locale: locale.trim(), params: params(blanks) });
  };
  return (
    <form className="left-template" onSubmit={submit}>
      <TextInput size="xs" autoFocus label={say.templateName} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <TextInput size="xs" label={say.locale} value={locale} onChange={(event) => setLocale(event.currentTarget.value)} />
      <Textarea size="xs" autosize minRows={1} label={say.params} placeholder={say.paramsExample} value={blanks} onChange={(event) => setBlanks(event.currentTarget.value)} />
      <Button type="submit" size="xs" disabled={!name.trim()}>{say.sendTemplate}</Button>
    </form>
  );
}
