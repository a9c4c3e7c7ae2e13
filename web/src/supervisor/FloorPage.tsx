import { Button } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import type { Floor, Queue, Thrown } from '../api/floor';
import { Icon } from '../shared/Icon';
import { useWords } from '../shared/language';
import { Bad, Coming, Page, Part } from '../shared/Page';
import { useDates } from '../shared/useDates';
import { useNow } from '../shared/useNow';
import type { Acts } from './acts';
import { Agents } from './Agents';
import { CannedReplies } from './CannedReplies';
import { counted, hasHours } from './floor';
import './floor.css';
import { PassOn, type Passed } from './PassOn';
import { SwitchOff } from './SwitchOff';
import { Switches } from './Switches';
import { TrailOf } from './TrailOf';
import { useFloor, type UsedFloor } from './useFloor';
import { useSpell } from './useSpell';
import { WaitingList } from './WaitingList';
import { words } from './words';

/** The supervisor's page: what waits and why, who works, and the switch of the bot. */
export default function FloorPage({ me }: { me: string }) {
  const say = useWords(words);
  const used = useFloor();
  const [passed, pass] = useState<Passed>();
  const [explained, explain] = useState<string>();
  const [off, switchOff] = useState(false);
  const acts: Acts = { take: (id, epoch) => void used.take(id, epoch), pass, explain, busy: used.busy, me };
  return (
    <Page title={say.title} lead={say.lead} acts={<Button color="red.9" variant="outline" className="floor-off" leftSection={<Icon name="power" size={16} />} onClick={() => switchOff(true)}>{say.switchOff}</Button>}>
      {used.failed && <Bad text={say.failed} again={{ label: say.again, run: used.again }} />}
      {used.refused && !passed && !off && <Bad text={say.refused(used.refused)} />}
      {used.floor ? <><Shown floor={used.floor} used={used} acts={acts} /><CannedReplies /></> : !used.failed && <Coming heights={[82, 160, 220]} label={say.loading} />}
      {passed && used.floor && <PassOn passed={passed} floor={used.floor} used={used} close={() => pass(undefined)} />}
      {off && <SwitchOff used={used} close={() => switchOff(false)} />}
      <TrailOf id={explained} close={() => explain(undefined)} />
    </Page>
  );
}

function Shown({ floor, used, acts }: { floor: Floor; used: UsedFloor; acts: Acts }) {
  const say = useWords(words);
  const switches: Thrown[] = floor.switches;
  return (
    <>
      <Stats floor={floor} />
      {switches.length > 0 && <Switches switches={switches} used={used} />}
      <Part title={say.waiting} count={floor.waiting.length} {...(floor.waiting.length ? { hint: say.waitingHint } : {})}>
        <WaitingList floor={floor} acts={acts} />
      </Part>
      <Part title={say.agents} count={floor.agents.length}><Agents floor={floor} acts={acts} /></Part>
      {floor.queues.length > 1 && <Part title={say.queues}><Queues floor={floor} /></Part>}
    </>
  );
}

function Stats({ floor }: { floor: Floor }) {
  const say = useWords(words);
  const spell = useSpell();
  const dates = useDates();
  const now = useNow();
  const count = counted(floor);
  const brand = floor.queues.find(({ team }) => team === null);
  const free = brand?.free ?? 0;
  return (
    <dl className="stats">
      <Stat name={say.stats.waiting} value={count.waiting} />
      <Stat name={say.stats.oldest} value={count.oldest ? spell(count.oldest, now) : '–'} />
      <Stat name={say.stats.late} value={count.late} tone={count.late > 0 ? 'late' : undefined} />
      <Stat name={say.stats.available} value={count.available} tone={count.available === 0 && count.waiting > 0 && brand?.is_open !== false ? 'late' : undefined} />
      <Stat name={say.stats.busy} value={count.busy} />
      <Stat name={say.stats.away} value={count.away} />
      <Stat name={say.stats.free} value={say.decimal(free)} />
      {brand && hasHours(brand) && <Stat name={brand.is_open ? say.stats.openUntil : say.stats.closedUntil} value={brand.until === null ? '–' : dates.soon(brand.until, now)} />}
    </dl>
  );
}

function Stat({ name, value, tone }: { name: string; value: ReactNode; tone?: 'late' | undefined }) {
  return <div className="stat panel" data-tone={tone}><dt>{name}</dt><dd>{value}</dd></div>;
}

/** Are people there, and until when it stays so. */
function Hours({ of, now }: { of: Queue; now: number }) {
  const say = useWords(words);
  const dates = useDates();
  const until = of.until === null ? null : dates.soon(of.until, now);
  if (!of.is_open) return say.closedUntil(until);
  return until === null ? say.alwaysOpen : say.openUntil(until);
}

function Queues({ floor }: { floor: Floor }) {
  const say = useWords(words);
  const spell = useSpell();
  const now = useNow();
  const columns = say.queueColumns;
  const hours = floor.queues.some(hasHours);
  return (
    <div className="panel table-frame" tabIndex={0} role="group" aria-label={say.queues}>
      <table className="table">
        <thead><tr><th scope="col">{columns.team}</th><th scope="col" className="number">{columns.waiting}</th><th scope="col" className="number">{columns.late}</th><th scope="col" className="number">{columns.oldest}</th><th scope="col" className="number">{columns.free}</th>{hours && <th scope="col">{columns.hours}</th>}</tr></thead>
        <tbody>
          {floor.queues.map((one) => (
            <tr key={one.team ?? ''}>
              <th scope="row">{one.name ?? say.everybody}</th>
              <td className="number">{one.waiting}</td>
              <td className="number" data-tone={one.late > 0 ? 'late' : undefined}>{one.late}</td>
              <td className="number">{one.oldest ? spell(one.oldest, now) : '–'}</td>
              <td className="number">{say.decimal(one.free)}</td>
              {hours && <td><Hours of={one} now={now} /></td>}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
