import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Session } from '../../api/desk';
import { conclusionsOf } from '../../shared/conclusions';
import { useLanguage, useWords } from '../../shared/language';
import { Asked } from '../keys/Asked';
import '../passing/passing.css';
import { SnoozeDialog } from '../passing/SnoozeDialog';
import { TransferDialog } from '../passing/TransferDialog';
import { passingWords } from '../passing/words';
import { About } from './About';
import type { UsedSeveral } from './useSeveral';
import { severalWords } from './words';

/** What is asked before it is done with several: as for one, with whom it is about. */
export function Dialogs({ used, session }: { used: UsedSeveral; session: Session }) {
  const { asked, close, run } = used;
  const asksWhy = Object.keys(session.conclusions).length > 0;
  const write = used.byKey ? () => document.querySelector<HTMLElement>('.composer textarea')?.focus() : undefined;
  const about = asked && <About kind={asked} parted={used.parted(asked)} me={used.me.id} />;
  const shared = { close, write, about, busy: false };
  return (
    <>
      <Conclude {...shared} opened={asked === 'resolve' && asksWhy} session={session} resolve={(conclusion) => run({ kind: 'resolve', conclusion })} />
      <SnoozeDialog {...shared} opened={asked === 'snooze'} snooze={(until) => run({ kind: 'snooze', until })} />
      <TransferDialog {...shared} opened={asked === 'transfer'} me={used.me.id} lends={false} transfer={(given) => run({ kind: 'transfer', given })} pass={close} />
      <Sure {...shared} used={used} kind={asked === 'no_answer' || (asked === 'resolve' && !asksWhy) ? asked : null} />
    </>
  );
}

interface Shared {
  close: () => void;
  write: (() => void) | undefined;
  about: ReactNode;
}

interface ConcludeProps extends Shared {
  opened: boolean;
  session: Session;
  resolve: (conclusion: string | null) => void;
}

/** What came of them: the same of all, or nothing said. After several there is no next one to go on to. */
function Conclude({ opened, close, write, about, session, resolve }: ConcludeProps) {
  const passing = useWords(passingWords);
  const { language } = useLanguage();
  return (
    <Asked opened={opened} close={close} title={passing.conclusion} write={write}>
      {about}
      <div className="conclusions">
        {conclusionsOf(session, language, passing.otherConclusion).map(({ id, name }, index) => (
          <button key={id} type="button" data-autofocus={index === 0 || undefined} onClick={() => resolve(id)}>{name}</button>
        ))}
        <Button variant="default" onClick={() => resolve(null)}>{passing.noConclusion}</Button>
      </div>
    </Asked>
  );
}

interface SureProps extends Shared {
  used: UsedSeveral;
  kind: 'resolve' | 'no_answer' | null;
}

function Sure({ used, kind, close, write, about }: SureProps) {
  const say = useWords(severalWords);
  const passing = useWords(passingWords);
  return (
    <Asked opened={kind !== null} close={close} title={kind ? say.sure[kind](used.parted(kind).fit.length) : ''} write={write}>
      {about}
      {kind === 'no_answer' && <p className="several-means">{say.noAnswerMeans}</p>}
      {kind && (
        <div className="sure">
          <Button variant="default" onClick={close}>{passing.notSure}</Button>
          <Button data-autofocus onClick={() => used.run(kind === 'resolve' ? { kind, conclusion: null } : { kind })}>{say.acts[kind]}</Button>
        </div>
      )}
    </Asked>
  );
}
