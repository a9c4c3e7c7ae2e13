import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useLocation } from 'wouter';
import * as studio from '../../api/studio';
import { isName } from '../flow/steps';
import { useSay } from '../useSay';
import { beginning } from './flows';

interface Props {
  languages: string[];
  taken: string[];
  close: () => void;
  /** What customers say to begin it, by language. */
  examples?: Record<string, string[]>;
  /** Done once its draft is there. */
  made?: () => Promise<unknown>;
}

/** Name and title; all else is done on the canvas. */
export function NewFlow({ languages, taken, close, examples, made }: Props) {
  const say = useSay();
  const [, go] = useLocation();
  const [name, setName] = useState('');
  const [titles, setTitles] = useState<Record<string, string>>(() => Object.fromEntries(languages.map((language) => [language, ''])));
  const making = useMutation({
    mutationFn: async () => {
      await studio.save(name, beginning(name, titles, examples), 0);
      await made?.();
    },
    onSuccess: () => go(`/desk/studio/${name}`),
  });
  const wrong = name === '' ? null : taken.includes(name) ? say.nameTaken : isName(name) ? null : say.nameBad;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name && !wrong) making.mutate();
  };
  return (
    <Modal opened onClose={close} title={say.newFlow} centered closeButtonProps={{ 'aria-label': say.close }}>
      <form className="new-flow" onSubmit={submit}>
        <TextInput data-autofocus label={say.nameOf} description={say.nameHint} required withAsterisk={false} error={wrong} value={name} spellCheck={false} onChange={(event) => setName(event.currentTarget.value.trim())} />
        {languages.map((language) => (
          <TextInput key={language} label={say.titleIn(say.language(language))} lang={language} required withAsterisk={false} value={titles[language] ?? ''}
            onChange={({ currentTarget: { value } }) => setTitles((was) => ({ ...was, [language]: value }))} />
        ))}
        {making.isError && <p className="studio-refusal" role="alert">{say.createFailed} {making.error.message}</p>}
        <div className="dialog-acts">
          <Button variant="default" onClick={close}>{say.cancel}</Button>
          <Button type="submit" loading={making.isPending}>{say.create}</Button>
        </div>
      </form>
    </Modal>
  );
}
