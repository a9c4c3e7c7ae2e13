import type { Faults as KnownFaults, Phone, PhoneMessage, Said } from '../api/sandbox';
import { Icon } from '../shared/Icon';
import { useWords } from '../shared/language';
import { Bar, Top } from './Bar';
import { Composer } from './Composer';
import { Faults } from './Faults';
import { quickReplies, readable, skinOf, unread } from './phones';
import { Wall } from './Wall';
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
          <Top />
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
      <p>{phone.customer.name} · <span className="phone-address">{readable(phone.customer.address)}</span></p>
      {waiting > 0 && <b className="phone-unread" role="img" aria-label={words_.unread(waiting)} title={words_.unread(waiting)}>{waiting > 99 ? '99+' : waiting}</b>}
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
