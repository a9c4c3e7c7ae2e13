import type { DeadBulletin } from '../api/bulletins';
import { Icon } from '../shared/Icon';
import { useWords } from '../shared/language';
import { Acts, Part, When } from './Letter';
import { useDeadBulletins } from './useDeadBulletins';
import { words } from './words';

/** What programs of the brand's own did not hear: which, why, and once more. */
export function Bulletins() {
  const say = useWords(words);
  const { told, failed, retry, retrying, refused } = useDeadBulletins();
  if (failed && !told) return <p className="deadletters-none" role="alert"><Icon name="warning" size={18} /> {say.failed}</p>;
  if (!told) return null;
  const waiting = told.counts['waiting'] ?? 0;
  return (
    <>
      {refused && <p className="deadletters-refused" role="alert"><Icon name="warning" size={16} /> {say.refusedBulletin}</p>}
      <Part title={say.bulletins} count={told.counts['dead'] ?? 0} none={say.noneBulletins}>
        {told.items.map((one) => <Bulletin key={one.id} one={one} retry={() => retry(one.id)} retrying={retrying === one.id} />)}
      </Part>
      {waiting > 0 && <p className="deadletters-more" role="status">{say.waitingBulletins(waiting)}</p>}
    </>
  );
}

function Bulletin({ one, retry, retrying }: { one: DeadBulletin; retry: () => void; retrying: boolean }) {
  const say = useWords(words);
  return (
    <li className="letter">
      <p className="letter-who"><strong>{one.webhook}</strong> <span>{one.event}</span> <When at={one.at} /></p>
      <p className="letter-why">
        <Icon name="warning" size={14} /> {say.unheard(one.error ?? '')} {one.error && <code>{one.error}</code>}
        <span>{say.attempts(one.attempts)}</span>
      </p>
      <Acts conversation={null} busy={retrying} retry={retry} />
    </li>
  );
}
