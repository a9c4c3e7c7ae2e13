import { ActionIcon, Anchor, Button, Skeleton, TextInput } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type ComponentProps, type RefObject } from 'react';
import { Link } from 'wouter';
import { VIEWS, type Session, type View } from '../../api/desk';
import { Icon, type IconName } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { useNow } from '../../shared/useNow';
import { DutyMenu } from '../duty/DutyMenu';
import { OfferBar } from '../duty/OfferBar';
import { words } from '../words';
import './list.css';
import { Row } from './Row';
import type { UsedList } from './useList';

const ROW = 82; // pixels, fixed: the list is virtual

interface Props {
  view: View;
  q: string;
  search: (q: string) => void;
  searchField: RefObject<HTMLInputElement | null>;
  list: UsedList;
  current: string | undefined;
  session: Session;
  duty: ComponentProps<typeof DutyMenu>;
  offers: ComponentProps<typeof OfferBar>;
}

/** Tabs that are shown by a sign. */
const SIGNS: Partial<Record<View, IconName>> = { mentions: 'at', snoozed: 'snooze' };

/** Conversations of one view; above them whether one is there, and what one is offered. */
export function List({ view, q, search, searchField, list, current, session, duty, offers }: Props) {
  const say = useWords(words);
  return (
    <section className="list" aria-label={say.conversations} data-behind={current !== undefined}>
      <DutyMenu {...duty} />
      <OfferBar {...offers} />
      <nav className="list-tabs" aria-label={say.conversations}>
        {VIEWS.map((one) => (
          <Link key={one} href={`/desk/${one}`} aria-current={one === view ? 'page' : undefined}>
            <Tab view={one} />
            {!!list.counts[one] && <b>{list.counts[one]}</b>}
          </Link>
        ))}
      </nav>
      <div className="list-search">
        <TextInput
          ref={searchField}
          type="search"
          value={q}
          aria-label={say.search}
          placeholder={say.search}
          leftSection={<Icon name="search" size={16} />}
          rightSection={q ? <ActionIcon variant="subtle" color="gray" aria-label={say.clear} onClick={() => search('')}><Icon name="close" size={15} /></ActionIcon> : null}
          onChange={(event) => search(event.currentTarget.value)}
        />
      </div>
      <Body view={view} q={q} list={list} current={current} session={session} />
    </section>
  );
}

function Tab({ view }: { view: View }) {
  const say = useWords(words);
  const sign = SIGNS[view];
  if (!sign) return <>{say.views[view]}</>;
  return <span title={say.views[view]}><Icon name={sign} size={16} /><span className="unseen">{say.views[view]}</span></span>;
}

function Body({ view, q, list, current, session }: Pick<Props, 'view' | 'q' | 'list' | 'current' | 'session'>) {
  const say = useWords(words);
  if (list.failed && list.rows.length === 0)
    return <p className="list-note" role="alert">{say.failedList} <Button size="compact-sm" variant="default" onClick={list.again}>{say.again}</Button></p>;
  if (list.loading) return <Waiting />;
  if (list.rows.length === 0) return q ? <NoResult q={q} view={view} /> : <Empty view={view} phones={session.demo?.phones_url} />;
  return <Rows view={view} list={list} current={current} session={session} />;
}

/** A search looks in one view: the others are a step away. */
function NoResult({ q, view }: { q: string; view: View }) {
  const say = useWords(words);
  const elsewhere = (['all', 'resolved'] as const).filter((one) => one !== view);
  return (
    <div className="list-note">
      <Icon name="search" size={26} />
      <p>{say.noResult(q)}</p>
      {elsewhere.map((one) => <Link key={one} href={`/desk/${one}`} className="list-elsewhere">{say.searchIn(say.views[one])}</Link>)}
    </div>
  );
}

/** Whoever tries it out is told how somebody comes to wait here. */
function Empty({ view, phones }: { view: View; phones: string | undefined }) {
  const say = useWords(words);
  return (
    <div className="list-note">
      <Icon name="check" size={26} />
      <p>{say.empty[view]}</p>
      {phones && view !== 'resolved' && <p>{say.tryPhones} <Anchor href={phones} target="_blank" size="sm" underline="always">{say.openPhones} <Icon name="link" size={13} /></Anchor></p>}
    </div>
  );
}

function Waiting() {
  return (
    <div className="list-waiting" aria-hidden="true">
      {[0, 1, 2, 3, 4].map((one) => (
        <div key={one}><Skeleton height={12} width="46%" /><Skeleton height={10} mt={9} width="82%" /></div>
      ))}
    </div>
  );
}

function Rows({ view, list, current, session }: Pick<Props, 'view' | 'list' | 'current' | 'session'>) {
  const say = useWords(words);
  const now = useNow();
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: list.rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 6,
    getItemKey: (index) => list.rows[index]?.conversation_id ?? index,
  });
  const at = list.rows.findIndex((row) => row.conversation_id === current);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
  }, [at, virtual]);
  return (
    <div className="list-rows" ref={scroller} tabIndex={-1}>
      <ul style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = list.rows[item.index];
          return row && (
            <li key={item.key} style={{ height: ROW, transform: `translateY(${item.start}px)` }} aria-setsize={list.rows.length} aria-posinset={item.index + 1}>
              <Row row={row} view={view} now={now} me={session.agent} current={row.conversation_id === current} />
            </li>
          );
        })}
      </ul>
      {list.more && <Button className="list-more" variant="subtle" fullWidth onClick={list.more}>{say.more}</Button>}
    </div>
  );
}
