import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Session } from '../../api/desk';
import { conclusionsOf } from '../../shared/conclusions';
import { useLanguage, useWords } from '../../shared/language';
import { Asked } from '../keys/Asked';
import { keyWords } from '../keys/words';
import './passing.css';
import { passingWords } from './words';

interface Props {
  opened: boolean;
  close: () => void;
  busy: boolean;
  session: Session;
  write: (() => void) | undefined;
  /** What this agent does otherwise, once one is resolved. */
  goesOn: boolean;
  resolve: (conclusion: string | null, goesOn: boolean) => void;
}

/** What came of it: one press, or none at all. With Shift one goes on to the next that waits. */
export function ResolveDialog({ opened, close, write, ...rest }: Props) {
  const say = useWords(passingWords);
  return (
    <Asked opened={opened} close={close} title={say.conclusion} write={write}>
      <Conclusions {...rest} />
    </Asked>
  );
}

function Conclusions({ busy, session, goesOn, resolve }: Omit<Props, 'opened' | 'close' | 'write'>) {
  const say = useWords(passingWords);
  const name = useWords(keyWords);
  const { language } = useLanguage();
  const [next, setNext] = useState(goesOn);
  return (
    <div className="conclusions">
      {conclusionsOf(session, language, say.otherConclusion).map(({ id, name: what }, index) => (
        <button key={id} type="button" data-autofocus={index === 0 || undefined} disabled={busy} onClick={(event) => resolve(id, next || event.shiftKey)}>{what}</button>
      ))}
      <Button variant="default" loading={busy} onClick={(event) => resolve(null, next || event.shiftKey)}>{say.noConclusion}</Button>
      <label className="conclusions-next">
        <input type="checkbox" checked={next} disabled={busy} onChange={(event) => setNext(event.currentTarget.checked)} />
        <span>{say.thenNext}</span> <small>{name.keys('Shift+Enter')}</small>
      </label>
    </div>
  );
}
