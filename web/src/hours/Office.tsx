import { Button } from '@mantine/core';
import type { ClosedDay, Former, OfficeShape } from '../api/hours';
import { useWords } from '../shared/language';
import { useDates } from '../shared/useDates';
import { useNow } from '../shared/useNow';
import { weekOf } from './hours';
import { useDays } from './useDays';
import { WeekLines } from './WeekLines';
import { words } from './words';

const SHOWN = 3; // closed days at first sight

interface Props {
  office: OfficeShape;
  name: string;
  busy: boolean;
  change: () => void;
  putBack: () => void;
}

/** One team's hours, or the brand's: whether it is open, what holds and why, and what held before. */
export function Office({ office, name, busy, change, putBack }: Props) {
  const say = useWords(words);
  const dates = useDates();
  const now = useNow(30_000);
  const until = office.until === null ? null : dates.soonIn(office.zone, office.until, now);
  const source = office.team === null ? (office.own ? say.sources.said : say.sources.configured) : office.own ? say.sources.own : say.sources.brands;
  return (
    <article className="office panel" aria-label={name}>
      <header>
        <h3 className={office.team === null ? 'unseen' : undefined}>{name}</h3>
        <span className="chip">{office.is_open ? say.openUntil(until) : say.closedUntil(until)}</span>
        <span className="office-source">{source}</span>
        <Button variant="default" size="xs" aria-label={say.changeOf(name)} onClick={change}>{say.change}</Button>
      </header>
      <div className="office-holds">
        <WeekLines week={weekOf(office.windows)} />
        <dl>
          <dt>{say.zone}</dt>
          <dd>{office.zone} · {say.there(dates.timeIn(office.zone, now))}</dd>
          <dt>{say.closedDays}</dt>
          <dd><Closed days={office.closed_on} /></dd>
        </dl>
      </div>
      {office.since && office.by && office.former && <Before office={office} former={office.former} name={name} busy={busy} putBack={putBack} />}
    </article>
  );
}

function Closed({ days }: { days: ClosedDay[] }) {
  const say = useWords(words);
  const { dated } = useDays();
  if (days.length === 0) return say.closedNone;
  const [first, more] = [days.slice(0, SHOWN), days.slice(SHOWN)];
  return (
    <>
      <ul className="office-closed">{first.map((one) => <li key={one.day}>{dated(one)}</li>)}</ul>
      {more.length > 0 && <details><summary>{say.closedMore(more.length)}</summary><ul className="office-closed">{more.map((one) => <li key={one.day}>{dated(one)}</li>)}</ul></details>}
    </>
  );
}

function Before({ office, former, name, busy, putBack }: { office: OfficeShape; former: Former; name: string; busy: boolean; putBack: () => void }) {
  const say = useWords(words);
  const dates = useDates();
  const now = useNow(30_000);
  const base = office.team === null ? say.asConfigured : say.asBrand;
  return (
    <footer>
      <p>{say.changed(office.by, office.since ? dates.brief(office.since, now) : '')} {say.before} {!former.own && base}</p>
      {former.hours && <WeekLines week={weekOf(former.hours.windows)} />}
      {former.own?.zone && former.own.zone !== office.zone && <p>{former.own.zone}</p>}
      {former.own?.closed && former.own.closed.join() !== office.own?.closed?.join() && <p>{say.closedCount(former.own.closed.length)}</p>}
      <Button variant="subtle" size="compact-sm" loading={busy} aria-label={say.putBackOf(name)} onClick={putBack}>{say.putBack}</Button>
    </footer>
  );
}
