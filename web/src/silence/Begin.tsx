import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useState, type SubmitEvent } from 'react';
import { Icon } from '../shared/Icon';
import { useWords } from '../shared/language';
import { Bad } from '../shared/Page';
import { Segments } from '../shared/Segments';
import { useNow } from '../shared/useNow';
import { KINDS, LEVELS, type Kind, type Level } from './silence';
import { useTopicName } from './useScope';
import type { UsedSilences } from './useSilences';
import { words } from './words';

interface Props {
  used: UsedSilences;
  /** It holds; so many messages were already on their way. */
  began: (inFlight: number) => void;
  close: () => void;
}

/** What is to be silent, how much, why and until when; nothing happens before it is said once more. */
export function Begin({ used, began, close }: Props) {
  const say = useWords(words);
  const topicName = useTopicName(used.brand);
  const topics = used.brand?.topics ?? [];
  const channels = [...new Set(used.brand?.accounts.map(({ channel }) => channel))];
  const [kind, setKind] = useState<Kind>('brand');
  const [picked, pick] = useState<Partial<Record<Kind, string>>>({});
  const [level, setLevel] = useState<Level>('marketing');
  const [passing, letPass] = useState<string[]>([]);
  const [reason, write] = useState('');
  const [until, end] = useState('');
  const now = useNow();
  const name = picked[kind] ?? { brand: '', topic: topics[0]?.id ?? '', channel: channels[0] ?? '' }[kind];
  const past = until !== '' && Date.parse(until) <= now;
  const send = async (event: SubmitEvent) => {
    event.preventDefault();
    const count = await used.begin({
      reason, level, scope: kind === 'brand' ? kind : `${kind}:${name}`, let_pass: level === 'total' ? passing : [],
      ...(until ? { until: new Date(until).toISOString() } : {}),
    });
    if (count !== null) began(count);
  };
  const toggle = (id: string) => letPass(passing.includes(id) ? passing.filter((one) => one !== id) : [...passing, id]);
  return (
    <Modal opened onClose={close} title={say.beginTitle} size="lg" closeButtonProps={{ 'aria-label': say.close }}>
      <form className="form" onSubmit={(event) => void send(event)}>
        <Segments label={say.where} value={kind} choose={setKind} choices={KINDS.map((value) => ({ value, label: say.kinds[value] }))} />
        {kind === 'topic' && <NativeSelect label={say.topic} value={name} onChange={(event) => pick({ ...picked, topic: event.currentTarget.value })} data={topics.map(({ id }) => ({ value: id, label: topicName(id) }))} />}
        {kind === 'channel' && <NativeSelect label={say.channel} value={name} onChange={(event) => pick({ ...picked, channel: event.currentTarget.value })} data={channels.map((one) => ({ value: one, label: say.channels(one) }))} />}
        <fieldset>
          <legend>{say.level}</legend>
          <div className="levels">
            {LEVELS.map((one) => (
              <label key={one} className="level">
                <input type="radio" name="level" value={one} checked={level === one} onChange={() => setLevel(one)} />
                <span><strong>{say.levels(one)}</strong><small>{say.levelHolds(one)}</small></span>
              </label>
            ))}
          </div>
        </fieldset>
        {level === 'total' && topics.length > 0 && (
          <fieldset>
            <legend>{say.letPass}</legend>
            <div className="passing">{topics.map(({ id }) => <label key={id}><input type="checkbox" checked={passing.includes(id)} onChange={() => toggle(id)} /> {topicName(id)}</label>)}</div>
          </fieldset>
        )}
        <TextInput label={say.reason} description={say.reasonHint} required maxLength={500} data-autofocus value={reason} onChange={(event) => write(event.currentTarget.value)} />
        <TextInput type="datetime-local" label={say.ends} value={until} error={past ? say.endsPast : undefined} onChange={(event) => end(event.currentTarget.value)} />
        <p className="silence-warning"><Icon name="warning" size={18} /> <span>{say.beginHint}</span></p>
        {used.refused !== null && <Bad text={say.refused} />}
        <div className="form-acts">
          <Button variant="default" onClick={close}>{say.cancel}</Button>
          <Button type="submit" color="red.9" loading={used.busy} disabled={!reason.trim() || past}>{say.beginConfirm}</Button>
        </div>
      </form>
    </Modal>
  );
}
