import { Button } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useEffectEvent, useMemo, useRef, type RefObject } from 'react';
import type { Agent } from '../../api/desk';
import type { Note } from '../../api/work';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { useDates } from '../../shared/useDates';
import { words } from '../words';
import { NoteLine } from '../notes/NoteLine';
import { Hinted } from '../keys/Hinted';
import { useKeys } from '../keys/useKeys';
import { lines, type Line } from './conversation';
import { freshIn } from './leftOff';
import { Message } from './Message';
import { OutgoingMessage } from '../sending/OutgoingMessage';
import type { Place } from '../sending/unsent';
import type { UsedSending } from '../sending/useSending';
import { saidSince, seen, type Talk } from './talk';
import type { UsedConversation } from './useConversation';
import { useLeftOff } from './useLeftOff';
import { placeOf, useSeeking } from './useSeeking';

const NEAR = 80; // pixels from the end: still at it
const FAR = 400; // pixels from the end: then a way back is offered
const EARLY = 500; // pixels from the beginning of what is here: then what is older is fetched

/** A message to be brought into sight; `asked` grows with each asking. */
export interface Goal {
  message: string;
  asked: number;
}

interface Props {
  used: UsedConversation;
  sending: UsedSending;
  notes: Note[];
  me: Agent;
  place: Place;
  name: string;
  goal: Goal | null;
  takeDraft: (text: string) => void;
  announce: (count: number) => void;
}

/** Everything said, from the first word on; only what is in sight is drawn. It opens and stays at the end. */
export function Timeline({ used, sending, notes, me, place, name, goal, takeDraft, announce }: Props) {
  const say = useWords(words);
  const { talk, older } = used;
  const { outgoing } = sending;
  const whole = older === null;
  const stay = useLeftOff(place, { newest: seen(talk), fetching: used.fetching, outgoing: outgoing.length });
  const fresh = freshIn(talk, stay, me.name);
  const first = fresh?.id ?? null;
  const shown = useMemo(() => lines(talk?.messages ?? [], outgoing, notes, whole, first), [talk, outgoing, notes, whole, first]);
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 64,
    overscan: 10,
    getItemKey: (index) => shown[index]?.key ?? index,
    anchorTo: 'end',
    followOnAppend: true,
    scrollEndThreshold: NEAR,
    paddingStart: 8,
    paddingEnd: 12,
  });
  // Where one opens a conversation, and where one's own words appear.
  useEffect(() => {
    virtual.scrollToEnd();
  }, [virtual, outgoing.length]);
  const atEnd = useEnd(scroller);
  const seek = useSeeking(shown, used, (index, align) => {
    atEnd.current = false; // before lines are measured on the way, which would pull back
    virtual.scrollToIndex(index, { align });
  });
  useGoal(goal, (id) => seek((line) => line.key === id, 'center'));
  const where = fresh && placeOf(virtual, shown.findIndex(isFresh), fresh.id === null);
  const jump = () => {
    scroller.current?.focus({ preventScroll: true });
    if (where === 'above' || where === 'below') seek(isFresh, 'start');
    else virtual.scrollToEnd();
  };
  useKeys({ unread: jump });
  useBeginning(scroller, older);
  useArrivals(talk, announce);
  return (
    <div className="timeline-frame">
      <div className="timeline" ref={scroller} role="region" aria-label={say.messages} tabIndex={0} data-timeline>
        <div className="timeline-start">
          {older ? <Button size="compact-sm" variant="subtle" onClick={older}>{say.older}</Button> : <span>{say.beginning}</span>}
        </div>
        <div className="timeline-lines" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const line = shown[item.index];
            return line && (
              <div key={item.key} ref={virtual.measureElement} data-index={item.index} data-goal={line.key === goal?.message} className="timeline-line" style={{ transform: `translateY(${item.start}px)` }}>
                <Drawn line={line} sending={sending} me={me.id} name={name} takeDraft={takeDraft} />
              </div>
            );
          })}
        </div>
      </div>
      {fresh && where === 'above' && (
        <Hinted command="unread" label={say.freshAbove(fresh.count, fresh.id === null)}>
          <Button className="timeline-fresh" size="compact-sm" radius="xl" leftSection={<Icon name="up" size={14} />} onClick={jump}>{say.freshAbove(fresh.count, fresh.id === null)}</Button>
        </Hinted>
      )}
      {shown.length > 0 && !virtual.isAtEnd(FAR) && (
        <Button className="timeline-latest" size="compact-sm" radius="xl" variant="default" onClick={() => virtual.scrollToEnd()}>{say.latest}</Button>
      )}
    </div>
  );
}

const isFresh = (line: Line) => line.kind === 'message' && line.fresh;

interface DrawnProps {
  line: Line;
  sending: UsedSending;
  me: string;
  name: string;
  takeDraft: (text: string) => void;
}

function Drawn({ line, sending, me, name, takeDraft }: DrawnProps) {
  const say = useWords(words);
  switch (line.kind) {
    case 'message':
      return (
        <>
          {line.newDay && <Day at={line.message.sent_at} />}
          {line.fresh && <h2 className="timeline-new">{say.fresh}</h2>}
          {line.hop && <p className="timeline-mark">{say.onChannel(say.channels(line.message.channel))}</p>}
          <Message message={line.message} goesOn={line.goesOn} reaction={line.reaction} name={name} takeDraft={takeDraft} />
        </>
      );
    case 'note':
      return <NoteLine note={line.note} me={me} />;
    case 'outgoing':
      return <OutgoingMessage one={line.outgoing} again={sending.again} withdraw={sending.withdraw} takeDraft={takeDraft} />;
  }
}

function Day({ at }: { at: string }) {
  const say = useWords(words);
  const dates = useDates();
  const today = new Date();
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  const day = new Date(at).toDateString();
  const text = day === today.toDateString() ? say.today : day === yesterday.toDateString() ? say.yesterday : dates.day(at);
  return <h2 className="timeline-day">{text}</h2>;
}

/** Brings into sight what was asked for. */
function useGoal(goal: Goal | null, show: (id: string) => void): void {
  const bring = useEffectEvent(show);
  useEffect(() => {
    if (goal) bring(goal.message);
  }, [goal]);
}

/** Who reads the end still reads it when the answer below grows, or a phone is turned. */
function useEnd(scroller: RefObject<HTMLDivElement | null>): RefObject<boolean> {
  const atEnd = useRef(true);
  useEffect(() => {
    const frame = scroller.current;
    if (!frame) return;
    let size = '';
    const look = () => {
      const now = `${frame.scrollHeight} ${frame.clientHeight} ${frame.clientWidth}`;
      // What moves because lines were measured anew, nobody scrolled.
      if (now === size) atEnd.current = frame.scrollHeight - frame.scrollTop - frame.clientHeight < NEAR;
      size = now;
    };
    const watch = new ResizeObserver(() => {
      if (atEnd.current) frame.scrollTop = frame.scrollHeight;
    });
    frame.addEventListener('scroll', look, { passive: true });
    [frame, ...frame.children].forEach((one) => watch.observe(one)); // lines grow once they are measured
    return () => {
      frame.removeEventListener('scroll', look);
      watch.disconnect();
    };
  }, [scroller]);
  return atEnd;
}

/** Who reads back need not ask for what is older. */
function useBeginning(scroller: RefObject<HTMLDivElement | null>, older: (() => void) | null): void {
  const fetch = useEffectEvent(() => older?.());
  useEffect(() => {
    const frame = scroller.current;
    if (!frame) return;
    const look = () => frame.scrollTop < EARLY && fetch();
    frame.addEventListener('scroll', look, { passive: true });
    return () => frame.removeEventListener('scroll', look);
  }, [scroller]);
}

/** Tells of what the customer says while the page is open; what was there before is not news. */
function useArrivals(talk: Talk | undefined, announce: (count: number) => void): void {
  const told = useRef(seen(talk));
  const tell = useEffectEvent((count: number) => announce(count));
  useEffect(() => {
    const fresh = saidSince(talk, told.current);
    told.current = Math.max(told.current, seen(talk));
    if (fresh.length > 0) tell(fresh.length);
  }, [talk]);
}
