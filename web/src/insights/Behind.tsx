import { Drawer } from '@mantine/core';
import { Link } from 'wouter';
import type { BehindShape, Period } from '../api/insights';
import { useWords } from '../shared/language';
import { Bad, Coming } from '../shared/Page';
import { useDates } from '../shared/useDates';
import { useNow } from '../shared/useNow';
import type { Opened } from './NumberLink';
import { useBehind } from './useInsights';
import { useSeconds } from './useSeconds';
import { words } from './words';

/** The conversations that a number was made of. */
export function Behind({ period, opened, close }: { period: Period; opened: Opened | undefined; close: () => void }) {
  const say = useWords(words);
  const { behind, failed } = useBehind(period, opened?.of);
  return (
    <Drawer opened={opened !== undefined} onClose={close} title={opened?.title} position="right" size="md" closeButtonProps={{ 'aria-label': say.close }}>
      {failed && <Bad text={say.failed} />}
      {!behind && !failed && <Coming heights={[44, 44, 44]} label={say.loading} />}
      {behind && (
        <>
          <p className="page-hint">{behind.total > behind.items.length ? say.behindMore(behind.items.length, behind.total) : say.behind(behind.total)}</p>
          {behind.items.length === 0 ? <p>{say.behindNone}</p> : <ul className="behind">{behind.items.map((one, at) => <One key={`${one.case_id ?? one.conversation_id}:${at}`} one={one} />)}</ul>}
        </>
      )}
    </Drawer>
  );
}

function One({ one }: { one: BehindShape }) {
  const say = useWords(words);
  const dates = useDates();
  const seconds = useSeconds();
  const now = useNow(60_000);
  const value = one.seconds !== null ? seconds(one.seconds) : (one.count ?? one.score);
  const beside = [one.channel && say.channels(one.channel), one.case_id && (one.outcome ? say.outcome(one.outcome) : say.open)].filter(Boolean).join(' · ');
  return (
    <li>
      <Link href={`/desk/all/${one.conversation_id}`}>{one.customer ?? '?'}</Link>
      <span>{beside} · <time dateTime={one.at} title={dates.full(one.at)}>{dates.brief(one.at, now)}</time></span>
      {value !== null && <b>{value}</b>}
    </li>
  );
}
