import { useRef, useState } from 'react';
import type { DutyStatus } from '../../api/work';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { useBeside } from '../../shared/useBeside';
import { Hinted } from '../keys/Hinted';
import './duty.css';
import type { UsedDuty } from './useDuty';
import { dutyWords } from './words';

const STATUSES: readonly DutyStatus[] = ['available', 'busy', 'away', 'offline'];

interface Props {
  used: UsedDuty;
  opened: boolean;
  open: (opened: boolean) => void;
}

/** Whether one is there, how much one carries, and why one was set away. */
export function DutyMenu({ used, opened, open }: Props) {
  const say = useWords(dutyWords);
  const frame = useRef<HTMLDivElement>(null);
  const [handOver, setHandOver] = useState(false);
  useBeside(frame, opened, () => open(false));
  const { duty } = used;
  const status = duty?.status ?? 'none';
  const choose = (one: DutyStatus) => {
    used.declare(one, handOver && (one === 'away' || one === 'offline'));
    open(false);
  };
  return (
    <div className="duty" ref={frame}>
      <Hinted command="duty" label={say.title}>
        <button type="button" className="duty-now" aria-expanded={opened} aria-haspopup="true" disabled={used.busy} data-status={status} onClick={() => open(!opened)}>
          <i className="duty-dot" aria-hidden="true" />
          <b>{say.status(status)}</b>
          {duty && duty.capacity > 0 && <Load load={duty.load} capacity={duty.capacity} />}
          <Icon name="down" size={14} />
        </button>
      </Hinted>
      {opened && (
        <div className="duty-menu" role="group" aria-label={say.title}>
          {STATUSES.map((one) => (
            <button key={one} type="button" aria-pressed={one === status} autoFocus={one === (status === 'available' ? 'away' : 'available')} onClick={() => choose(one)}>
              <i className="duty-dot" data-status={one} aria-hidden="true" />
              <span><b>{say.status(one)}</b><small>{say.means(one)}</small></span>
            </button>
          ))}
          <label className="duty-over">
            <input type="checkbox" checked={handOver} onChange={(event) => setHandOver(event.currentTarget.checked)} />
            <span>{say.handOver}</span>
          </label>
        </div>
      )}
      {duty?.why && (duty.status === 'away' || duty.status === 'offline') && (
        <p className="duty-why" role="status">
          <Icon name="warning" size={15} /> <span>{say.why(duty.why)}</span>
          <button type="button" onClick={() => used.declare('available')}>{say.back}</button>
        </p>
      )}
      {used.failed && <p className="duty-why" role="alert"><Icon name="warning" size={15} /> {say.failed}</p>}
    </div>
  );
}

function Load({ load, capacity }: { load: number; capacity: number }) {
  const say = useWords(dutyWords);
  const shown = Math.round(load * 10) / 10;
  return (
    <span className="duty-load" title={say.carries(shown, capacity)}>
      <meter min={0} max={capacity} value={Math.min(load, capacity)} aria-label={say.carries(shown, capacity)} />
      <span aria-hidden="true">{say.of(shown, capacity)}</span>
    </span>
  );
}
