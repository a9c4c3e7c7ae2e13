import { Button, Textarea, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { Written } from '../../api/desk';
import { useWords } from '../../shared/language';
import { params } from './ways';
import { writingWords } from './words';

interface Props {
  language: string | null;
  send: (body: string, content: Written) => void;
}

/** An approved message by its name, where the provider's list cannot be had. */
export function TemplateForm({ language, send }: Props) {
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
