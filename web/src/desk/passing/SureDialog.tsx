import { Button } from '@mantine/core';
import { useWords } from '../../shared/language';
import { Asked } from '../keys/Asked';
import { words } from '../words';
import './passing.css';
import { passingWords } from './words';

/** What one key would do and is not to be done by mistake. */
export type Sure = 'resolve' | 'hand_back' | 'take' | 'disengage' | 'engage';

interface Props {
  asked: Sure | null;
  close: () => void;
  write: (() => void) | undefined;
  /** What this agent does otherwise, once one is resolved. */
  goesOn: boolean;
  confirm: (asked: Sure, goesOn: boolean) => void;
}

/** Is it meant? Enter says yes. */
export function SureDialog({ asked, close, write, goesOn, confirm }: Props) {
  const say = useWords(passingWords);
  const desk = useWords(words);
  return (
    <Asked opened={asked !== null} close={close} title={asked ? say.sure[asked] : ''} write={write}>
      {asked && (
        <div className="sure">
          <Button variant="default" onClick={close}>{say.notSure}</Button>
          {asked === 'resolve' ? (
            [false, true].map((on) => (
              <Button key={String(on)} variant={on === goesOn ? 'filled' : 'default'} data-autofocus={on === goesOn || undefined} onClick={() => confirm(asked, on)}>{on ? say.resolveNext : desk.acts.resolve}</Button>
            ))
          ) : (
            <Button data-autofocus onClick={() => confirm(asked, false)}>{asked === 'disengage' || asked === 'engage' ? desk[asked] : desk.acts[asked]}</Button>
          )}
        </div>
      )}
    </Asked>
  );
}
