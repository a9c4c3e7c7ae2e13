import { ActionIcon, Anchor, Button, Skeleton, TextInput } from '@mantine/core';
import { useEffect, useRef, type ComponentProps, type RefObject } from 'react';
import { Link } from 'wouter';
import { VIEWS, type Session, type View } from '../../api/desk';
import { Icon, type IconName } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { DutyMenu } from '../duty/DutyMenu';
import { OfferBar } from '../duty/OfferBar';
import { Bar } from '../several/Bar';
import { Left, Passed } from '../several/Came';
import { Dialogs } from '../several/Dialogs';
import { Said } from '../several/Said';
import { useSeveral, type UsedSeveral } from '../several/useSeveral';
import { useSeveralKeys } from '../several/useSeveralKeys';
import { words } from '../words';
import './list.css';
import { Rows } from './Rows';
import type { UsedList } from './useList';

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
  const frame = useRef<HTMLElement>(null);
  const several = useSeveral({ view, q, shown: list.rows, current, session });
  useSeveralKeys(several, list.rows, current, frame);
  const { outcome } = several.deeds;
  useEffect(() => {
    // What was pressed may be gone with what it was about: one goes on in the list.
    if (outcome && document.activeElement === document.body) firstInSight(frame.current)?.focus({ preventScroll: true });
  }, [outcome]);
  const choosing = several.choice.rows.length > 0;
  return (
    <section className="list" aria-label={say.conversations} data-behind={current !== undefined} ref={frame}>
      <DutyMenu {...duty} />
      <OfferBar {...offers} />
      <div className="list-head">
        <Find view={view} q={q} search={search} searchField={searchField} counts={list.counts} covered={choosing} />
        {choosing && <Bar used={several} shown={list.rows} />}
      </div>
      <Said used={several} />
      {outcome && outcome.refused.length > 0 && <Left used={several} outcome={outcome} view={view} />}
      <Body key={`${view} ${q}`} view={view} q={q} list={list} current={current} session={session} several={several} />
      {outcome && outcome.refused.length === 0 && <Passed used={several} outcome={outcome} shown={list.rows} />}
      <Dialogs used={several} session={session} />
    </section>
  );
}

function firstInSight(frame: HTMLElement | null): HTMLElement | undefined {
  const top = frame?.querySelector('.list-rows')?.getBoundingClientRect().top ?? 0;
  return [...(frame?.querySelectorAll<HTMLElement>('.list-row') ?? [])].find((row) => row.getBoundingClientRect().top >= top);
}

/** Which view, and what is searched in it. `covered`: the bar of what is chosen stands over it. */
function Find({ view, q, search, searchField, counts, covered }: Pick<Props, 'view' | 'q' | 'search' | 'searchField'> & { counts: UsedList['counts']; covered: boolean }) {
  const say = useWords(words);
  return (
    <div inert={covered}>
      <nav className="list-tabs" aria-label={say.conversations}>
        {VIEWS.map((one) => (
          <Link key={one} href={`/desk/${one}`} aria-current={one === view ? 'page' : undefined}>
            <Tab view={one} />
            {!!counts[one] && <b>{counts[one]}</b>}
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
    </div>
  );
}

function Tab({ view }: { view: View }) {
  const say = useWords(words);
  const sign = SIGNS[view];
  if (!sign) return <>{say.views[view]}</>;
  return <span title={say.views[view]}><Icon name={sign} size={16} /><span className="unseen">{say.views[view]}</span></span>;
}

function Body({ view, q, list, current, session, several }: Pick<Props, 'view' | 'q' | 'list' | 'current' | 'session'> & { several: UsedSeveral }) {
  const say = useWords(words);
  if (list.failed && list.rows.length === 0)
    return <p className="list-note" role="alert">{say.failedList} <Button size="compact-sm" variant="default" onClick={list.again}>{say.again}</Button></p>;
  if (list.loading) return <Waiting />;
  if (list.rows.length === 0) return q ? <NoResult q={q} view={view} /> : <Empty view={view} phones={session.demo?.phones_url} />;
  return <Rows view={view} list={list} current={current} session={session} several={several} />;
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
