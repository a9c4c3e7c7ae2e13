import { Button } from '@mantine/core';
import type { Session } from '../../api/desk';
import { conclusionsOf } from '../../shared/conclusions';
import { useLanguage, useWords } from '../../shared/language';
import { Asked } from '../keys/Asked';
import './passing.css';
import { passingWords } from './words';

interface Props {
  opened: boolean;
  close: () => void;
  busy: boolean;
  session: Session;
  write: (() => void) | undefined;
  resolve: (conclusion: string | null) => void;
}

/** What came of it: one press, or none at all. */
export function ResolveDialog({ opened, close, busy, session, write, resolve }: Props) {
  const say = useWords(passingWords);
  const { language } = useLanguage();
  return (
    <Asked opened={opened} close={close} title={say.conclusion} write={write}>
      <div className="conclusions">
        {conclusionsOf(session, language, say.otherConclusion).map(({ id, name }, index) => (
          <button key={id} type="button" data-autofocus={index === 0 || undefined} disabled={busy} onClick={() => resolve(id)}>{name}</button>
        ))}
        <Button variant="default" loading={busy} onClick={() => resolve(null)}>{say.noConclusion}</Button>
      </div>
    </Asked>
  );
}
