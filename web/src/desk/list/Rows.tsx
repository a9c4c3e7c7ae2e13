import { Button } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useRef } from 'react';
import type { Session, View } from '../../api/desk';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { useNow } from '../../shared/useNow';
import type { UsedSeveral } from '../several/useSeveral';
import { severalWords } from '../several/words';
import { words } from '../words';
import { Row } from './Row';
import type { UsedList } from './useList';
import { useStill } from './useStill';

const ROW = 82; // pixels, fixed: the list is virtual

interface Props {
  view: View;
  list: UsedList;
  current: string | undefined;
  session: Session;
  several: UsedSeveral;
}

/** The rows in sight. They stay where they are while others come in above; those are counted, and a press away. */
export function Rows({ view, list, current, session, several }: Props) {
  const say = useWords(words);
  const own = useWords(severalWords);
  const { choice, press } = several;
  const now = useNow();
  const { rows } = list;
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 6,
    getItemKey: (index) => rows[index]?.conversation_id ?? index,
  });
  const at = rows.findIndex((row) => row.conversation_id === current);
  const show = useEffectEvent(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: 'auto' });
  });
  // Only when another one is opened: where it goes by itself, the list does not follow.
  const listed = at >= 0;
  useEffect(() => show(), [current, listed]);
  const above = useStill({ scroller, ids: rows.map((row) => row.conversation_id), row: ROW, top: virtual.scrollOffset ?? 0, held: choice.rows.length > 0 });
  return (
    <div className="list-frame">
      {above > 0 && (
        <button type="button" className="list-new" title={own.toTop} onClick={() => virtual.scrollToOffset(0)}>
          <Icon name="up" size={14} /> {own.newRows(above)}
        </button>
      )}
      <div className="list-rows" ref={scroller} tabIndex={-1} data-choosing={choice.rows.length > 0}>
        <ul style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index];
            return row && (
              <li
                key={item.key}
                style={{ height: ROW, transform: `translateY(${item.start}px)` }}
                aria-setsize={rows.length}
                aria-posinset={item.index + 1}
                data-row={row.conversation_id}
                onMouseDown={(event) => event.shiftKey && event.preventDefault() /* no words are marked */}
                onClickCapture={(event) => {
                  // A link with Shift would open a window.
                  if (!event.shiftKey) return;
                  event.preventDefault();
                  event.stopPropagation();
                  press(row, true);
                }}
              >
                <Row row={row} view={view} now={now} me={session.agent} current={row.conversation_id === current} chosen={choice.has(row.conversation_id)} choose={press} />
              </li>
            );
          })}
        </ul>
        {list.more && <Button className="list-more" variant="subtle" fullWidth onClick={list.more}>{say.more}</Button>}
      </div>
    </div>
  );
}
