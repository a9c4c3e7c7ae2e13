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
  confirm: (asked: Sure) => void;
}

/** Is it meant? Enter says yes. */
export function SureDialog({ asked, close, write, confirm }: Props) {
  const say = useWords(passingWords);
  const desk = useWords(words);
  return (
    <Asked opened={asked !== null} close={close} title={asked ? say.sure[asked] : ''} write={write}>
      {asked && (
        <div className="sure">
          <Button variant="default" onClick={close}>{say.notSure}</Button>
          <Button data-autofocus onClick={() => confirm(asked)}>{asked === 'disengage' || asked === 'engage' ? desk[asked] : desk.acts[asked]}</Button>
        </div>
      )}
    </Asked>
  );
}
