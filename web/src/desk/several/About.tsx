import { useWords } from '../../shared/language';
import { nameOf } from '../list/list';
import type { ListRow } from '../../api/desk';
import type { DeedKind, Parted } from './deeds';
import { useReason } from './useReason';
import { severalWords } from './words';

const NAMED = 6; // more would push the answers out of sight

/** In what is asked before: with which conversations it will be done, and which would stay as they are. */
export function About({ kind, parted: { fit, unfit }, me }: { kind: DeedKind; parted: Parted; me: string }) {
  const say = useWords(severalWords);
  const reason = useReason(kind, me);
  return (
    <div className="several-about">
      <p><b>{say.with(fit.length)}</b> {names(fit)}{fit.length > NAMED && `, ${say.more(fit.length - NAMED)}`}</p>
      {unfit.length > 0 && (
        <>
          <p><b>{say.stays(unfit.length)}</b></p>
          <ul>
            {unfit.slice(0, NAMED).map((row) => <li key={row.conversation_id}>{say.stands(name(row), reason({ row, why: { code: 'not_now', detail: '' } }, 0))}</li>)}
            {unfit.length > NAMED && <li>{say.more(unfit.length - NAMED)}</li>}
          </ul>
        </>
      )}
    </div>
  );
}

const name = (row: ListRow) => nameOf(row.customer, row.address);

const names = (rows: readonly ListRow[]) => rows.slice(0, NAMED).map(name).join(', ');
