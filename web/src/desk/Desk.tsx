import { useDebouncedValue, useDisclosure, useMediaQuery } from '@mantine/hooks';
import { useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { ListRow, Session, View } from '../api/desk';
import { useWords } from '../shared/language';
import type { Landing } from './conversation/Conversation';
import './desk.css';
import { OfferBar } from './duty/OfferBar';
import { useDuty } from './duty/useDuty';
import { useOffers, type UsedOffers } from './duty/useOffers';
import { dutyWords } from './duty/words';
import { Help } from './keys/Help';
import { useKeys } from './keys/useKeys';
import { List } from './list/List';
import { neighbour } from './list/list';
import { useList, type UsedList } from './list/useList';
import { Nothing } from './Nothing';
import { Opened } from './Opened';
import { words } from './words';

interface Props {
  view: View;
  id: string | undefined;
  session: Session;
}

/** The agent's whole day: the list, one conversation, its context. */
export function Desk({ view, id, session }: Props) {
  const [, go] = useLocation();
  const [q, search] = useState('');
  const [asked] = useDebouncedValue(q, 200);
  const list = useList(view, asked);
  const offers = useOffers();
  const duty = useDuty();
  const searchField = useRef<HTMLInputElement>(null);
  const [help, { open: openHelp, close: closeHelp }] = useDisclosure(false);
  const [declining, setDeclining] = useState(false);
  const [dutyOpened, openDuty] = useState(false);
  const [landed, land] = useState<{ id: string | null; on: Landing }>({ id: '', on: 'messages' });
  const accept = async (row: ListRow) => {
    if (!(await offers.accept(row))) return;
    land({ id: row.conversation_id, on: 'field' });
    go(`/desk/mine/${row.conversation_id}`);
  };
  const narrow = useMediaQuery('(max-width: 720px)', false);
  const offered = { used: offers, accept: (row: ListRow) => void accept(row), declining, setDeclining };
  useTitle(list, offers);
  const [first] = offers.rows;
  const step = (by: 1 | -1) => () => {
    const to = neighbour(list.rows, id, by);
    if (to) go(`/desk/${view}/${to}`);
  };
  useKeys({
    next: step(1),
    previous: step(-1),
    accept: first ? () => void accept(first) : null,
    decline: first ? () => setDeclining(true) : null,
    duty: () => openDuty(true),
    search: () => searchField.current?.focus(),
    help: openHelp,
    back: () => {
      if (!leaveField() && id) go(`/desk/${view}`);
    },
  });

  return (
    <main className="desk" data-open={id !== undefined}>
      <List
        view={view}
        q={q}
        search={search}
        searchField={searchField}
        list={list}
        current={id}
        session={session}
        duty={{ used: duty, opened: dutyOpened, open: openDuty }}
        offers={offered}
      />
      {narrow && id !== undefined && <div className="desk-offer"><OfferBar {...offered} /></div>}
      {id === undefined ? (
        <Nothing list={list} view={view} searched={q !== ''} me={session.agent.id} keys={openHelp} landed={landed.id === null} />
      ) : (
        <Opened key={id} id={id} view={view} session={session} rows={list.rows} landing={landed.id === id ? landed.on : null} land={(to) => land({ id: to, on: 'messages' })} />
      )}
      <Help opened={help} close={closeHelp} me={session.agent.id} />
    </main>
  );
}

/** How many wait, or that something is offered, also where another tab is looked at. */
function useTitle(list: UsedList, offers: UsedOffers): void {
  const say = useWords(words);
  const duty = useWords(dutyWords);
  const waiting = list.counts.queue ?? 0;
  const offered = offers.rows.length > 0;
  useEffect(() => {
    document.title = `${offered ? `● ${duty.lead} · ` : waiting > 0 ? `(${waiting}) ` : ''}${say.desk} · Causerie`;
  }, [waiting, offered, say, duty]);
}

function leaveField(): boolean {
  const at = document.activeElement;
  if (!(at instanceof HTMLElement) || !at.matches('input, textarea, select')) return false;
  at.blur();
  return true;
}
