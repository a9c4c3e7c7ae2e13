import { Button } from '@mantine/core';
import { useRef, useState } from 'react';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { useBeside } from '../../shared/useBeside';
import { IN_FIELD, type Then } from '../keys/keys';
import { keyWords } from '../keys/words';
import { writingWords } from './words';

interface Props {
  label: string;
  ready: boolean;
  /** What may follow, once the message was taken. */
  thens: readonly Then[];
  send: (then: Then) => void;
}

/** Sends; beside it, what else may be done along with it, each with its key. */
export function SendButton({ label, ready, thens, send }: Props) {
  const say = useWords(writingWords);
  const name = useWords(keyWords);
  const frame = useRef<HTMLDivElement>(null);
  const [opened, open] = useState(false);
  useBeside(frame, opened, () => open(false));
  const choose = (then: Then) => {
    open(false);
    send(then);
  };
  return (
    <div className="send" ref={frame} data-split={thens.length > 0}>
      <Button type="submit" size="sm" disabled={!ready} rightSection={<Icon name="send" size={15} />}>{label}</Button>
      {thens.length > 0 && (
        <Button className="send-more" size="sm" disabled={!ready} aria-label={say.sendMore} title={say.sendMore} aria-expanded={opened} aria-haspopup="true" onClick={() => open(!opened)}><Icon name="up" size={15} /></Button>
      )}
      {opened && (
        <div className="send-menu" role="group" aria-label={say.sendMore}>
          {thens.map((then, index) => (
            <button key={then} type="button" autoFocus={index === 0} disabled={!ready} onClick={() => choose(then)}>
              {name.fieldCommands[then]} <small>{name.keys(IN_FIELD.find(([, command]) => command === then)?.[0] ?? '')}</small>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
