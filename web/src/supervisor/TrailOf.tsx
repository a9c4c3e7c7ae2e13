import { Modal } from '@mantine/core';
import type { Trail } from '../api/floor';
import { useWords } from '../shared/language';
import { Bad, Coming } from '../shared/Page';
import { useDates } from '../shared/useDates';
import { useTrail } from './useFloor';
import { words } from './words';

/** Why the router chose whom, each time, and what the others lacked. */
export function TrailOf({ id, close }: { id: string | undefined; close: () => void }) {
  const say = useWords(words);
  const { trail, failed } = useTrail(id);
  return (
    <Modal opened={id !== undefined} onClose={close} title={say.trail} closeButtonProps={{ 'aria-label': say.close }}>
      {failed && <Bad text={say.failed} />}
      {!trail && !failed && <Coming heights={[90]} label={say.loading} />}
      {trail && (trail.assignments.length === 0 ? <p className="form-lead">{say.noTrail}</p> : <Given trail={trail} />)}
    </Modal>
  );
}

function Given({ trail }: { trail: Trail }) {
  const say = useWords(words);
  const dates = useDates();
  const name = (id: string) => trail.names[id] ?? '?';
  return (
    <ol className="trail">
      {[...trail.assignments].reverse().map((one) => (
        <li key={one.at + one.agent_id}>
          <p><strong>{say.chosen(name(one.agent_id))}</strong> <time dateTime={one.at}>{dates.time(one.at)}</time>{one.outcome && <span className="chip">{say.outcome(one.outcome)}</span>}</p>
          <p>{one.why.map(say.chosenWhy).join(' · ')}</p>
          {Object.keys(one.lacking).length > 0 && <p>{say.others}: {Object.entries(one.lacking).map(([id, lack]) => say.lacks(name(id), say.lack(lack))).join(' · ')}</p>}
          <p className="page-hint">{one.replayed ? say.replayed : say.notReplayed}</p>
        </li>
      ))}
    </ol>
  );
}
