import { Button, Checkbox, Modal, Textarea, TextInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import type { Canned } from '../api/work';
import { useLanguage, useWords } from '../shared/language';
import { Bad, Part } from '../shared/Page';
import { formOf, isWhole, kept } from './canned';
import { useCannedReplies, type UsedCanned } from './useCannedReplies';
import { words } from './words';

const LANGUAGES = ['fr', 'en'];

/** What agents call with "/" while they write: who supervises writes it here. */
export function CannedReplies() {
  const say = useWords(words).canned;
  const used = useCannedReplies();
  const [edited, edit] = useState<Canned | 'new'>();
  const add = <Button size="xs" variant="default" onClick={() => edit('new')}>{say.add}</Button>;
  return (
    <Part title={say.title} hint={say.hint} side={add} {...(used.canned ? { count: used.canned.length } : {})}>
      {used.failed && <Bad text={say.unreachable} />}
      {used.canned && used.canned.length > 0 && (
        <ul className="panel canned">
          {used.canned.map((one) => <One key={one.id} one={one} edit={() => edit(one)} />)}
        </ul>
      )}
      {edited && <Edited one={edited === 'new' ? null : edited} used={used} close={() => edit(undefined)} />}
    </Part>
  );
}

function One({ one, edit }: { one: Canned; edit: () => void }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const text = one.texts?.[language] ?? Object.values(one.texts ?? {})[0] ?? '';
  const acts = (one.acts ?? []).map((act) => say.canned.act(act.act, (act.tags ?? []).join(', '))).join(', ');
  return (
    <li>
      <p><code>/{one.shortcut}</code> <b>{one.title}</b> <span>{text}</span>{acts && <small>{say.canned.then(acts)}</small>}</p>
      <Button size="xs" variant="default" aria-label={say.canned.changeOf(one.title)} onClick={edit}>{say.canned.change}</Button>
    </li>
  );
}

function Edited({ one, used, close }: { one: Canned | null; used: UsedCanned; close: () => void }) {
  const { canned: say, cancel, close: closing } = useWords(words);
  const [form, write] = useState(() => formOf(one));
  const keep = async (event: SubmitEvent) => {
    event.preventDefault();
    if (await used.put(one?.id ?? null, kept(form, one))) close();
  };
  const remove = async () => {
    if (one && (await used.remove(one.id))) close();
  };
  return (
    <Modal opened onClose={close} title={one ? say.changeOf(one.title) : say.add} closeButtonProps={{ 'aria-label': closing }}>
      <form className="form" onSubmit={(event) => void keep(event)}>
        <TextInput label={say.shortcut} description={say.shortcutHint} leftSection="/" maxLength={40} required data-autofocus value={form.shortcut} onChange={(event) => write({ ...form, shortcut: event.currentTarget.value })} />
        <TextInput label={say.name} maxLength={100} required value={form.title} onChange={(event) => write({ ...form, title: event.currentTarget.value })} />
        {LANGUAGES.map((language) => (
          <Textarea key={language} label={say.text(language)} rows={3} maxLength={4000} value={form.texts[language] ?? ''} onChange={(event) => write({ ...form, texts: { ...form.texts, [language]: event.currentTarget.value } })} />
        ))}
        <p className="page-hint">{say.names}</p>
        <TextInput label={say.tags} value={form.tags} onChange={(event) => write({ ...form, tags: event.currentTarget.value })} />
        <Checkbox label={say.resolves} checked={form.resolves} onChange={(event) => write({ ...form, resolves: event.currentTarget.checked })} />
        {used.refused && <Bad text={say.refused(used.refused)} />}
        <div className="form-acts">
          {one && <Button variant="subtle" color="gray" disabled={used.busy} onClick={() => void remove()}>{say.remove}</Button>}
          <Button variant="default" onClick={close}>{cancel}</Button>
          <Button type="submit" loading={used.busy} disabled={!isWhole(form)}>{say.keep}</Button>
        </div>
      </form>
    </Modal>
  );
}
