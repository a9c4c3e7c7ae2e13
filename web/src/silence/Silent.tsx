import { Button } from '@mantine/core';
import type { BrandShape } from '../api/floor';
import type { SilenceShape } from '../api/silence';
import { Icon } from '../shared/Icon';
import { useWords } from '../shared/language';
import { useDates } from '../shared/useDates';
import { useNow } from '../shared/useNow';
import { rampShare } from './silence';
import { useScope, useTopicName } from './useScope';
import { useHeld } from './useSilences';
import { words } from './words';

/** One that holds, or comes back: by whom and why, what it holds, and the way back. */
export function Silent({ one, brand, lift }: { one: SilenceShape; brand: BrandShape | undefined; lift: () => void }) {
  const say = useWords(words);
  const dates = useDates();
  const now = useNow(5_000);
  const scope = useScope(brand)(one.scope);
  const topic = useTopicName(brand);
  const share = rampShare(one, now);
  const who = one.changes.find(({ act }) => act === 'begin')?.by ?? '?';
  return (
    <li className="silent" data-back={share !== null}>
      <div className="silent-what">
        <p className="silent-scope"><Icon name="silence" size={18} /> <strong>{scope}</strong> <span className="silent-level">{say.levels(one.level)}</span></p>
        <p className="silent-reason"><q>{one.reason}</q> <span>{say.by(who, dates.brief(one.since, now))}</span></p>
        <p>{share === null ? say.levelHolds(one.level) : `${say.ramp(one.ramp_minutes)} · ${say.rampShare(share)}`}</p>
        {one.let_pass.length > 0 && <p>{say.passes(one.let_pass.map(topic).join(', '))}</p>}
        {one.until && one.lifted_at === null && share === null && <p>{say.until(`${dates.day(one.until)}, ${dates.time(one.until)}`)}</p>}
        {share !== null && <span className="ramp" aria-hidden="true"><i style={{ width: `${share}%` }} /></span>}
        <Held id={one.id} brand={brand} />
      </div>
      {(share ?? 0) < 100 && <Button variant="default" aria-label={say.liftOf(scope)} onClick={lift}>{say.lift}</Button>}
    </li>
  );
}

function Held({ id, brand }: { id: string; brand: BrandShape | undefined }) {
  const say = useWords(words);
  const dates = useDates();
  const topic = useTopicName(brand);
  const now = useNow(60_000);
  const { held, more } = useHeld(id);
  const count = say.held(held.length, more);
  if (held.length === 0) return <p className="silent-held">{count}</p>;
  return (
    <details className="silent-held">
      <summary>{count}</summary>
      <ul aria-label={say.heldList}>
        {held.slice(0, 50).map((message) => (
          <li key={message.id}>
            {say.heldOne(say.categories(message.category), say.channels(message.channel))}
            {message.topic && ` · ${topic(message.topic)}`}{message.campaign && ` · ${say.campaign(message.campaign)}`} · <time dateTime={message.created_at}>{dates.brief(message.created_at, now)}</time>
          </li>
        ))}
      </ul>
    </details>
  );
}
