import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent, type ReactNode } from 'react';
import { Icon } from '../../shared/Icon';
import { localeOf, useLanguage, useWords } from '../../shared/language';
import { Asked } from '../keys/Asked';
import './passing.css';
import { asField, chosen, later, type Later } from './snooze';
import { passingWords } from './words';

const CHOICES: readonly Later[] = ['hours', 'tomorrow', 'monday'];

interface Props {
  opened: boolean;
  close: () => void;
  busy: boolean;
  write: (() => void) | undefined;
  /** With whom, where it is not the open conversation. */
  about?: ReactNode;
  snooze: (until: string | null) => void;
}

/** Until when it is put aside; the customer's next words wake it in any case. */
export function SnoozeDialog({ opened, close, write, about, ...rest }: Props) {
  const say = useWords(passingWords);
  return (
    <Asked opened={opened} close={close} title={say.snooze} write={write}>
      {about}
      <Choices {...rest} />
    </Asked>
  );
}

function Choices({ busy, snooze }: Omit<Props, 'opened' | 'close' | 'write' | 'about'>) {
  const say = useWords(passingWords);
  const { language } = useLanguage();
  const [now] = useState(() => new Date());
  const [text, setText] = useState('');
  const at = chosen(text, now);
  const when = new Intl.DateTimeFormat(localeOf(language), { weekday: 'long', hour: '2-digit', minute: '2-digit' });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (at) snooze(at.toISOString());
  };
  return (
    <div className="snooze">
      <p>{say.snoozeLead}</p>
      <ul>
        <li>
          <button type="button" disabled={busy} data-autofocus onClick={() => snooze(null)}><Icon name="reply" size={16} /> <b>{say.untilAnswer}</b></button>
        </li>
        {CHOICES.map((one) => (
          <li key={one}>
            <button type="button" disabled={busy} onClick={() => snooze(later(one, now).toISOString())}>
              <Icon name="clock" size={16} /> <b>{say.until[one]}</b> <span>{when.format(later(one, now))}</span>
            </button>
          </li>
        ))}
      </ul>
      <form onSubmit={submit}>
        <TextInput type="datetime-local" label={say.date} value={text} min={asField(now)} onChange={(event) => setText(event.currentTarget.value)} />
        <Button type="submit" variant="default" disabled={!at} loading={busy}>{say.snoozeThen}</Button>
      </form>
    </div>
  );
}
