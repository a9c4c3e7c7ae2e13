import { Button, Modal, NativeSelect, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type ReactNode, type SubmitEvent } from 'react';
import { Link } from 'wouter';
import * as knowledge from '../../api/knowledge';
import type { Group } from '../../api/knowledge';
import { Refused } from '../../api/http';
import type { Summary } from '../../api/studio';
import { Icon } from '../../shared/Icon';
import { useLanguage, useWords } from '../../shared/language';
import { Segments } from '../../shared/Segments';
import { lines } from '../knowledge/items';
import { FLOWS, flowKey } from '../queries';
import { words } from './words';

interface Props {
  group: Group;
  flows: readonly Summary[];
  close: () => void;
  done: (told: ReactNode) => void;
}

const KINDS = ['examples', 'words'] as const;
const MOST = 20;

/** What was said begins a flow from now on: as examples that teach, or as exact words. In its draft: publishing is another step. */
export function AddToFlow({ group, flows, close, done }: Props) {
  const say = useWords(words);
  const client = useQueryClient();
  const { language } = useLanguage();
  const [name, choose] = useState('');
  const [kind, setKind] = useState<(typeof KINDS)[number]>('examples');
  const [text, write] = useState(group.examples.join('\n'));
  const said = lines(text);
  const titled = flows.map((flow) => ({ ...flow, label: flow.title[language] ?? Object.values(flow.title)[0] ?? flow.name })).sort((one, other) => one.label.localeCompare(other.label));
  const chosen = titled.find((flow) => flow.name === name);
  const adding = useMutation({
    mutationFn: () => knowledge.resolve({ messages: group.messages, examples: { flow: name, seen: chosen?.draft?.revision ?? 0, language: group.language, words: said, as: kind } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: FLOWS, exact: true });
      client.removeQueries({ queryKey: flowKey(name) });
      done(<>{say.added(chosen?.label ?? name)} <Link className="link" href={`/desk/studio/${name}`}>{say.open}</Link></>);
    },
    onError: () => client.invalidateQueries({ queryKey: FLOWS, exact: true }),
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (name && said.length > 0 && said.length <= MOST) adding.mutate();
  };
  const isStale = adding.error instanceof Refused && adding.error.code === 'stale';
  return (
    <Modal opened onClose={close} title={say.exampleTitle} size="lg" centered closeButtonProps={{ 'aria-label': say.close }}>
      <form className="form" onSubmit={submit}>
        <NativeSelect data-autofocus label={say.flow} value={name} onChange={(event) => choose(event.currentTarget.value)}>
          <option value="">{say.choose}</option>
          {titled.map((flow) => <option key={flow.name} value={flow.name}>{flow.label} · {flow.name}</option>)}
        </NativeSelect>
        <fieldset>
          <legend>{say.as}</legend>
          <Segments label={say.as} value={kind} choose={setKind} choices={KINDS.map((value) => ({ value, label: say.kinds[value] }))} />
          <p className="hint">{say.kindHints[kind]}</p>
        </fieldset>
        <Textarea autosize minRows={3} maxRows={12} lang={group.language} label={say.wordings} description={say.wordingsHint} error={said.length > MOST ? say.tooMany : null} value={text} onChange={(event) => write(event.currentTarget.value)} />
        {adding.isError && <p className="studio-refusal" role="alert"><Icon name="warning" size={16} /> {isStale ? say.stale : `${say.refused} ${adding.error.message}`}</p>}
        <div className="dialog-acts">
          <Button variant="default" onClick={close}>{say.cancel}</Button>
          <Button type="submit" disabled={!name || said.length === 0 || said.length > MOST} loading={adding.isPending}>{say.add}</Button>
        </div>
      </form>
    </Modal>
  );
}
