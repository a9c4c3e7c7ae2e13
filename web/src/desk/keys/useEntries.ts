import { useState } from 'react';
import { useLocation } from 'wouter';
import { VIEWS, type Session } from '../../api/desk';
import { words as consoleWords } from '../../console/words';
import { pagesOf } from '../../console/roles';
import { useWords } from '../../shared/language';
import { words } from '../words';
import { GROUPS, type Group } from './keys';
import { named, perform, possible } from './offered';
import type { Entry } from './palette';
import { useKeyOf } from './useKeyboard';
import { keyWords } from './words';

export interface Runnable extends Entry {
  run: () => void;
}

/** What one is likely to look for, first. */
const ORDER: readonly Group[] = ['acting', 'writing', 'moving', 'several', 'duty', 'triage'];

/** All that can be done as the palette opens: commands, pages, canned replies. */
export function useEntries(session: Session): Runnable[] {
  const name = useWords(keyWords);
  const desk = useWords(words);
  const parts = useWords(consoleWords);
  const keyOf = useKeyOf();
  const [, go] = useLocation();
  const [now] = useState(() => ({ can: new Set(possible()), named: named() }));
  const commands = ORDER.flatMap((group) => GROUPS[group].map(([, command]) => command).filter((command) => now.can.has(command)).map((command) => ({
    id: command, group: name.groups[group], title: name.commands[command], detail: '', key: keyOf(command), run: () => perform(command),
  })));
  const canned = now.named.map((one) => ({ ...one, id: `canned-${one.id}`, group: name.canned, key: '' }));
  const to = (path: string, title: string) => ({ id: path, group: name.goTo, title, detail: '', key: '', run: () => go(path) });
  const views = VIEWS.map((view) => to(`/desk/${view}`, name.within(desk.desk, desk.views[view])));
  const pages = pagesOf(session).map((page) => to(`/desk/${page}`, parts.pages[page]));
  return [...commands, ...views, ...pages, ...canned];
}
