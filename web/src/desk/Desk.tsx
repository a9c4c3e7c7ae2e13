import { Drawer } from '@mantine/core';
import { useDebouncedValue, useDisclosure, useMediaQuery } from '@mantine/hooks';
import { useRef, useState, type RefObject } from 'react';
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
import type { Line } from './live/live';
import { words } from './words';

interface Props {
  view: View;
  id: string | undefined;
  session: Session;
  line: Line;
}

/** The agent's whole day: the list, one conversation, its context. */
export function Desk({ view, id, session, line }: Props) {
  const [, go] = useLocation();
  const [q, search] = useState('');
  const [asked] = useDebouncedValue(q, 200);
  const list = useList(view, asked);
  const searchField = useRef<HTMLInputElement>(null);
  const [help, { open: openHelp, close: closeHelp }] = useDisclosure(false);

  useKeys((command: Command) => {
    switch (command) {
      case 'next':
      case 'previous': {
        const to = neighbour(list.rows, id, command === 'next' ? 1 : -1);
        if (to) go(`/desk/${view}/${to}`);
        return;
      }
      case 'search':
        searchField.current?.focus();
        return;
      case 'help':
        openHelp();
        return;
      case 'back':
        if (!leaveField() && id) go(`/desk/${view}`);
        return;
      default: // what is left belongs to an open conversation
    }
  });

  return (
    <div className="desk" data-open={id !== undefined}>
      <List view={view} q={q} search={search} searchField={searchField} list={list} current={id} me={session.agent.id} />
      {id === undefined ? <Nothing /> : <Opened key={id} id={id} view={view} session={session} line={line} />}
      <Help opened={help} close={closeHelp} />
    </div>
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
    <main className="desk-nothing">
      <Icon name="inbox" size={36} />
      <p>{say.pick}</p>
      <small>{say.pickLead}</small>
    </main>
  );
}

function Opened({ id, view, session, line }: Props & { id: string }) {
  const say = useWords(words);
  const used = useConversation(id);
  const composer = useRef<HTMLTextAreaElement>(null);
  const wide = useMediaQuery('(min-width: 1180px)', true);
  const [panel, { toggle, close }] = useDisclosure(false);
  const [folded, { toggle: fold }] = useDisclosure(false);
  useConversationKeys(used, session.agent.id, composer);
  return (
    <>
      <main className="desk-conversation">
        <Conversation used={used} session={session} view={view} id={id} line={line} composer={composer} showContext={wide ? fold : toggle} />
      </main>
      {wide && !folded && <aside className="desk-context" aria-label={say.context}>{used.whole && <Context whole={used.whole} />}</aside>}
      {!wide && (
        <Drawer opened={panel} onClose={close} title={say.context} position="right" size="sm" closeButtonProps={{ 'aria-label': say.close }}>
          {used.whole && <Context whole={used.whole} />}
        </Drawer>
      )}
    </>
  );
}

const ACTS: Partial<Record<Command, Act>> = { take: 'take', resolve: 'resolve', hand_back: 'hand_back' };

function useConversationKeys(used: UsedConversation, me: string, composer: RefObject<HTMLTextAreaElement | null>): void {
  useKeys((command) => {
    const act = ACTS[command];
    if (act && used.whole && allowed(used.whole.conversation, me).includes(act)) used.act(act);
    if (command === 'reply') composer.current?.focus();
    if (command === 'open') document.querySelector<HTMLElement>('[data-timeline]')?.focus();
  });
}
