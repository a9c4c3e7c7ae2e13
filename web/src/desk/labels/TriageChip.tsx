import { useRef, useState } from 'react';
import { KINDS, type Kind, type Triage } from '../../api/desk';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { useBeside } from '../../shared/useBeside';
import { Hinted } from '../keys/Hinted';
import { useKeyOf } from '../keys/useKeyboard';
import { keyWords } from '../keys/words';
import { labelWords } from './words';

const UNSURE = 0.6; // below: shown as a guess

interface Props {
  triage: Triage;
  /** It is over: nobody waits for an answer. */
  settled: boolean;
  correct: (kind: Kind, needsAnswer: boolean) => void;
}

/** What the customer's last message is, and whether it needs an answer. What an agent says here, the next ones are compared with. */
export function TriageChip({ triage, settled, correct }: Props) {
  const say = useWords(labelWords);
  const name = useWords(keyWords);
  const keyOf = useKeyOf();
  const frame = useRef<HTMLDivElement>(null);
  const [opened, open] = useState(false);
  useBeside(frame, opened, () => open(false));
  const unsure = !triage.corrected && triage.confidence < UNSURE;
  const choose = (kind: Kind, needsAnswer: boolean) => {
    correct(kind, needsAnswer);
    open(false);
  };
  return (
    <div className="triage" ref={frame}>
      <button type="button" className="triage-kind" aria-expanded={opened} aria-haspopup="true" title={say.triage} onClick={() => open(!opened)}>
        <b>{say.kind(triage.kind)}{unsure && <span aria-label={say.unsure} title={say.unsure} role="img">?</span>}</b>
        {triage.corrected && <Icon name="check" size={12} />}
      </button>
      {!settled && (
        <Hinted command="no_answer" label={triage.needs_answer ? say.sayNone : say.sayNeeds}>
          <button type="button" className="triage-needs" aria-pressed={triage.needs_answer} data-needs={triage.needs_answer} onClick={() => correct(triage.kind, !triage.needs_answer)}>
            {triage.needs_answer ? say.needs : say.none}
          </button>
        </Hinted>
      )}
      {opened && (
        <div className="triage-menu" role="group" aria-label={say.triage}>
          <p>{say.lead}</p>
          {KINDS.map((kind) => (
            <button key={kind} type="button" aria-pressed={kind === triage.kind} autoFocus={kind === triage.kind} onClick={() => choose(kind, triage.needs_answer)}>
              <span>{say.kind(kind)}</span> <kbd>{name.keys(keyOf(kind))}</kbd>
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
