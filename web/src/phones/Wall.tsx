import { useEffect, useRef } from 'react';
import type { Phone, PhoneMessage, Said } from '../api/sandbox';
import { useWords } from '../shared/language';
import { useDates } from '../shared/useDates';
import { Bubble } from './Bubble';
import { beginsDay, endsGroup, paused, skinOf, standing, ticks, type Skin } from './phones';
import { words } from './words';

interface Props {
  phone: Phone;
  say: (said: Said) => Promise<boolean>;
  showRaw: (message: PhoneMessage) => void;
}

/** What was said, from the first word to the last. */
export function Wall({ phone, say, showRaw }: Props) {
  const words_ = useWords(words);
  const wall = useRef<HTMLDivElement>(null);
  const last = phone.messages.at(-1)?.id;
  // Observed, since a phone that is not shown has no height to scroll by, and quick replies take some away.
  useEffect(() => {
    const seen = wall.current;
    if (!seen) return;
    const watch = new ResizeObserver(() => seen.scrollTo({ top: seen.scrollHeight }));
    watch.observe(seen);
    return () => watch.disconnect();
  }, [last, phone.typing]);
  const skin = skinOf(phone);
  const told = standing(phone);
  return (
    <div className="phone-wall" ref={wall} role="log" aria-label={`${phone.title}: ${phone.brand}`} tabIndex={0}>
      {phone.messages.length === 0 && <Begin say={say} />}
      {phone.messages.map((message, index) => (
        <div key={message.id} className="phone-line">
          <Mark message={message} before={phone.messages[index - 1]} skin={skin} />
          <Bubble
            message={message}
            brand={phone.brand}
            skin={skin}
            standing={told?.id === message.id ? told.status : null}
            ends={endsGroup(message, phone.messages[index + 1])}
            tap={(option_id) => void say({ tap: { message_id: message.id, option_id } })}
            react={(emoji) => void say({ reaction: { message_id: message.id, emoji } })}
            showRaw={() => showRaw(message)}
          />
        </div>
      ))}
      {phone.typing && (
        <div className="bubble-row theirs">
          <div className="bubble typing" role="status" aria-label={words_.typing}><i /><i /><i /></div>
        </div>
      )}
    </div>
  );
}

/** The day, and in apps that write no time on bubbles the time where the talk paused. */
function Mark({ message, before, skin }: { message: PhoneMessage; before: PhoneMessage | undefined; skin: Skin }) {
  const dates = useDates();
  const words_ = useWords(words);
  const newDay = beginsDay(message, before);
  if (!newDay && (ticks(skin) || !paused(message, before))) return null;
  const today = new Date(message.at).toDateString() === new Date().toDateString();
  const day = newDay ? (today ? words_.today : dates.day(message.at)) : '';
  return <p className="phone-day">{[day, ticks(skin) ? '' : dates.time(message.at)].filter(Boolean).join(' ')}</p>;
}

/** Something to begin with, one touch away. */
function Begin({ say }: Pick<Props, 'say'>) {
  const words_ = useWords(words);
  return (
    <div className="phone-empty">
      <p>{words_.empty}</p>
      {words_.beginnings.map((text) => <button key={text} onClick={() => void say({ text })}>{text}</button>)}
    </div>
  );
}
