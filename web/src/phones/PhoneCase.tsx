import { useEffect, useRef } from 'react';
import type { Faults as KnownFaults, Phone, PhoneMessage, Said } from '../api/sandbox';
import { Icon } from '../shared/Icon';
import { localeOf, useLanguage, useWords } from '../shared/language';
import { Bubble } from './Bubble';
import { Composer } from './Composer';
import { Faults } from './Faults';
import { beginsDay, endsGroup, quickReplies, skinOf, unread } from './phones';
import { words } from './words';

interface Props {
  phone: Phone;
  /** Shown where there is room for one only. */
  current: boolean;
  faults: KnownFaults;
  say: (said: Said) => Promise<boolean>;
  read: () => void;
  addFault: (kind: string, count: number) => void;
  clearFaults: () => void;
  showRaw: (message: PhoneMessage) => void;
}

/** One customer's phone, showing one app. Touching it reads what is there. */
export function PhoneCase({ phone, current, faults, say, read, addFault, clearFaults, showRaw }: Props) {
  const waiting = unread(phone);
  const look = () => {
    if (waiting > 0 && !phone.blocked) read();
  };
  return (
    <section
      className={`phone skin-${skinOf(phone)}`}
      aria-label={phone.title}
      data-current={current}
      data-account={phone.account}
      onPointerEnter={look}
      onFocus={look}
    >
      <Above phone={phone} waiting={waiting} />
      <div className="phone-case">
        <div className="phone-screen">
          <Bar phone={phone} />
          <Wall phone={phone} say={say} showRaw={showRaw} />
          <Foot phone={phone} say={say} />
        </div>
      </div>
      <Below phone={phone} say={say} />
      <Faults account={phone.account} faults={faults} add={addFault} clear={clearFaults} />
    </section>
  );
}

function Above({ phone, waiting }: { phone: Phone; waiting: number }) {
  const words_ = useWords(words);
  return (
    <div className="phone-above">
      <h2>{phone.title}</h2>
      <p>{phone.customer.name} · <span className="phone-address">{phone.customer.address}</span></p>
      {waiting > 0 && <b className="phone-unread" title={words_.unread(waiting)}>{words_.unread(waiting)}</b>}
    </div>
  );
}

function Below({ phone, say }: Pick<Props, 'phone' | 'say'>) {
  const words_ = useWords(words);
  return (
    <div className="phone-below">
      <button className="phones-button" onClick={() => void say({ new_customer: {} })}>
        <Icon name="user" size={15} /> {words_.newCustomer}
      </button>
      <button className="phones-button" aria-pressed={phone.blocked} onClick={() => void say({ block: !phone.blocked })}>
        {phone.blocked ? words_.unblock : words_.block}
      </button>
    </div>
  );
}

function Bar({ phone }: { phone: Phone }) {
  const say = useWords(words);
  return (
    <div className="phone-bar">
      <span className="phone-back" aria-hidden="true"><Icon name="back" size={20} /></span>
      <span className="phone-avatar" aria-hidden="true">{phone.brand.slice(0, 1).toUpperCase()}</span>
      <div className="phone-title">
        <strong>{phone.brand}</strong>
        <span>{phone.blocked ? say.blocked : phone.typing ? say.typing : say.online}</span>
      </div>
    </div>
  );
}

function Wall({ phone, say, showRaw }: Pick<Props, 'phone' | 'say' | 'showRaw'>) {
  const { language } = useLanguage();
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
  const day = new Intl.DateTimeFormat(localeOf(language), { weekday: 'long', day: 'numeric', month: 'long' });
  return (
    <div className="phone-wall" ref={wall} role="log" aria-label={`${phone.title}: ${phone.brand}`} tabIndex={0}>
      {phone.messages.length === 0 && <p className="phone-empty">{words_.empty}</p>}
      {phone.messages.map((message, index) => (
        <div key={message.id} className="phone-line">
          {beginsDay(message, phone.messages[index - 1]) && <p className="phone-day">{day.format(new Date(message.at))}</p>}
          <Bubble
            message={message}
            brand={phone.brand}
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

function Foot({ phone, say }: Pick<Props, 'phone' | 'say'>) {
  const words_ = useWords(words);
  const replies = quickReplies(phone);
  const asked = phone.messages.at(-1)?.id ?? '';
  if (phone.blocked) return <p className="phone-closed">{words_.blocked}</p>;
  return (
    <>
      {replies.length > 0 && (
        <div className="phone-replies">
          {replies.map((reply) => (
            <button key={reply.id} onClick={() => void say({ tap: { message_id: asked, option_id: reply.id } })}>
              {reply.label}
            </button>
          ))}
        </div>
      )}
      <Composer brand={phone.brand} say={say} />
    </>
  );
}
