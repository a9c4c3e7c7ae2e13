import { Drawer } from '@mantine/core';
import { useDebouncedValue, useDisclosure, useMediaQuery } from '@mantine/hooks';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { useLocation } from 'wouter';
import type { Session, View } from '../api/desk';
import { Icon } from '../shared/Icon';
import { useWords } from '../shared/language';
import { Context } from './context/Context';
import { Conversation } from './conversation/Conversation';
import { allowed, type Act } from './conversation/conversation';
import { useConversation, type UsedConversation } from './conversation/useConversation';
import './desk.css';
import { Help } from './keys/Help';
import type { Command } from './keys/keys';
import { useKeys } from './keys/useKeys';
import { List } from './list/List';
import { neighbour } from './list/list';
import { useList } from './list/useList';
import { words } from './words';

interface Props {
  view: View;
  id: string | undefined;
  session: Session;
}

/** The agent's whole day: the list, one conversation, its context. */
export function Desk({ view, id, session }: Props) {
  const say = useWords(words);
  const [, go] = useLocation();
  const [q, search] = useState('');
  const [asked] = useDebouncedValue(q, 200);
  const list = useList(view, asked);
  const searchField = useRef<HTMLInputElement>(null);
  const [help, { open: openHelp, close: closeHelp }] = useDisclosure(false);

  const waiting = list.counts.queue ?? 0;
  useEffect(() => {
    document.title = `${waiting > 0 ? `(${waiting}) ` : ''}${say.desk} · Causerie`;
  }, [waiting, say]);

  useKeys((command: Command) => {
    switch (command) {
      case 'next':
      case 'previous': {
        const to = neighbour(list.rows, id, command === 'next' ? 1 : -1);
        if (to) go(`/desk/${view}/${to}`);
        return true;
      }
      case 'search':
        searchField.current?.focus();
        return true;
      case 'help':
        openHelp();
        return true;
      case 'back':
        if (!leaveField() && id) go(`/desk/${view}`);
        return true;
      default:
        return false; // what is left belongs to an open conversation
    }
  });

  return (
    <main className="desk" data-open={id !== undefined}>
      <List view={view} q={q} search={search} searchField={searchField} list={list} current={id} session={session} />
      {id === undefined ? <Nothing /> : <Opened key={id} id={id} view={view} session={session} />}
      <Help opened={help} close={closeHelp} />
    </main>
  );
}

function leaveField(): boolean {
  const at = document.activeElement;
  if (!(at instanceof HTMLElement) || !at.matches('input, textarea')) return false;
  at.blur();
  return true;
}

function Nothing() {
  const say = useWords(words);
  return (
    <div className="desk-nothing">
      <Icon name="inbox" size={36} />
      <h1>{say.pick}</h1>
      <p>{say.pickLead}</p>
    </div>
  );
}

function Opened({ id, view, session }: Props & { id: string }) {
  const say = useWords(words);
  const used = useConversation(id);
  const composer = useRef<HTMLTextAreaElement>(null);
  const wide = useMediaQuery('(min-width: 1180px)', true);
  const [panel, { toggle, close }] = useDisclosure(false);
  const [folded, { toggle: fold }] = useDisclosure(false);
  const [, go] = useLocation();
  const act = async (name: Act) => {
    if (!(await used.act(name)) || name !== 'take') return;
    composer.current?.focus();
    // What one takes leaves the queue: one goes with it.
    if (view === 'queue') go(`/desk/mine/${id}`);
  };
  useConversationKeys(used, act, session.agent.id, composer);
  return (
    <>
      <Conversation used={used} act={act} session={session} view={view} id={id} composer={composer} showContext={wide ? fold : toggle} />
      {wide && !folded && used.whole && <section className="desk-context" aria-label={say.context} tabIndex={0}><Context whole={used.whole} /></section>}
      {!wide && (
        <Drawer opened={panel} onClose={close} title={say.context} position="right" size="sm" closeButtonProps={{ 'aria-label': say.close }}>
          {used.whole && <Context whole={used.whole} />}
        </Drawer>
      )}
    </>
  );
}

const ACTS: Partial<Record<Command, Act>> = { take: 'take', resolve: 'resolve', hand_back: 'hand_back' };

type Field = RefObject<HTMLTextAreaElement | null>;

function useConversationKeys(used: UsedConversation, act: (name: Act) => Promise<void>, me: string, composer: Field): void {
  useKeys((command) => {
    const named = ACTS[command];
    if (named) {
      const may = used.whole !== undefined && allowed(used.whole.conversation, me).includes(named);
      if (may) void act(named);
      return may;
    }
    const goal = command === 'reply' ? composer.current : command === 'open' ? document.querySelector<HTMLElement>('[data-timeline]') : null;
    goal?.focus();
    return goal !== null;
  });
}
