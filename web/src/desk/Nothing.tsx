import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import type { View } from '../api/desk';
import { Icon } from '../shared/Icon';
import { useWords } from '../shared/language';
import { useKeyOf } from './keys/useKeyboard';
import { PALETTE_KEY } from './keys/usePalette';
import { keyWords } from './keys/words';
import type { UsedList } from './list/useList';
import { waitsFor } from './passing/onward';
import { words } from './words';

interface Props {
  list: UsedList;
  view: View;
  searched: boolean;
  me: string;
  keys: () => void;
  /** One was brought here, for nothing waits any more. */
  landed: boolean;
}

/** Beside the list while nothing is open: that one may choose, or that one is through. */
export function Nothing({ list, view, searched, me, keys, landed }: Props) {
  const say = useWords(words);
  const name = useWords(keyWords);
  const keyOf = useKeyOf();
  const heading = useRef<HTMLHeadingElement>(null);
  const through = view === 'mine' && !searched && !list.loading && !list.failed && !list.rows.some((row) => waitsFor(row, me));
  const queue = list.counts.queue ?? 0;
  useEffect(() => {
    if (landed) heading.current?.focus();
  }, [landed]);
  return (
    <div className="desk-nothing" data-through={through}>
      <Icon name={through ? 'check' : 'inbox'} size={36} />
      <h1 ref={heading} tabIndex={-1}>{through ? say.through : say.pick}</h1>
      <p>{through ? say.throughLead(list.rows.length, queue) : say.pickLead(name.keys(keyOf('next')), name.keys(keyOf('previous')), name.keys(PALETTE_KEY), name.keys(keyOf('help')))}</p>
      <div className="desk-nothing-acts">
        {through && queue > 0 && <Button component={Link} href="/desk/queue" size="xs">{say.toQueue}</Button>}
        <Button variant="default" size="xs" onClick={keys}>{say.keys}</Button>
      </div>
    </div>
  );
}
