import { Button, Modal } from '@mantine/core';
import type { Session } from '../../api/desk';
import { conclusionsOf } from '../../shared/conclusions';
import { useLanguage, useWords } from '../../shared/language';
import { words } from '../words';
import './passing.css';
import { passingWords } from './words';

interface Props {
  opened: boolean;
  close: () => void;
  busy: boolean;
  session: Session;
  resolve: (conclusion: string | null) => void;
}

/** What came of it: one press, or none at all. */
export function ResolveDialog({ opened, close, busy, session, resolve }: Props) {
  const say = useWords(passingWords);
  const desk = useWords(words);
  const { language } = useLanguage();
  return (
    <Modal opened={opened} onClose={close} title={say.conclusion} centered size="sm" closeButtonProps={{ 'aria-label': desk.close }}>
      <div className="conclusions">
        {conclusionsOf(session, language, say.otherConclusion).map(({ id, name }, index) => (
          <button key={id} type="button" data-autofocus={index === 0 || undefined} disabled={busy} onClick={() => resolve(id)}>{name}</button>
        ))}
        <Button variant="default" loading={busy} onClick={() => resolve(null)}>{say.noConclusion}</Button>
      </div>
    </Modal>
  );
}
