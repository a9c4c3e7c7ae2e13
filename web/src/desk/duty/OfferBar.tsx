import { Button, TextInput } from '@mantine/core';
import { useState, type FormEvent } from 'react';
import type { ListRow } from '../../api/desk';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { useNow } from '../../shared/useNow';
import { Hinted } from '../keys/Hinted';
import { nameOf } from '../list/list';
import { words } from '../words';
import { foremost, type Offer } from './offers';
import type { UsedOffers } from './useOffers';
import { dutyWords } from './words';

interface Props {
  used: UsedOffers;
  accept: (row: ListRow) => void;
  declining: boolean;
  setDeclining: (declining: boolean) => void;
}

/** Above the list: a case that is offered to this agent, for as long as it stands. */
export function OfferBar({ used, accept, declining, setDeclining }: Props) {
  const say = useWords(dutyWords);
  const now = useNow(used.rows.length > 0 ? 500 : 20_000);
  const found = foremost(used.rows, now);
  if (!found) return <Gone used={used} />;
  const { offer, others } = found;
  return (
    <section className="offer" aria-label={say.offered(nameOf(offer.row.customer, offer.row.address))}>
      <Told offer={offer} others={others} />
      {declining ? (
        <Declining decline={(reason) => void used.decline(offer.row, reason).then(() => setDeclining(false))} back={() => setDeclining(false)} busy={used.busy} />
      ) : (
        <Answers offer={offer} busy={used.busy} accept={() => accept(offer.row)} decline={() => setDeclining(true)} />
      )}
    </section>
  );
}

function Told({ offer, others }: { offer: Offer; others: number }) {
  const say = useWords(dutyWords);
  const desk = useWords(words);
  const { row } = offer;
  const name = nameOf(row.customer, row.address);
  return (
    <div className="offer-told">
      <Ring offer={offer} />
      <div>
        <p className="offer-lead">{say.lead}{others > 0 && <span> {say.others(others)}</span>}</p>
        <p className="offer-who"><b>{name}</b> <span>{desk.channels(row.channel ?? '')}</span></p>
        {(row.title || row.reason) && <p className="offer-why">{row.title ? <q>{row.title}</q> : desk.panel.reason(row.reason ?? '')}</p>}
      </div>
      <p className="unseen" role="alert" key={row.conversation_id}>{say.offered(name)}</p>
    </div>
  );
}

const AROUND = 2 * Math.PI * 15;

function Ring({ offer }: { offer: Offer }) {
  const say = useWords(dutyWords);
  return (
    <span className="offer-ring" data-near={offer.left <= 10} role="timer" aria-label={say.left(offer.left)}>
      <svg width="40" height="40" viewBox="0 0 36 36" aria-hidden="true" focusable="false">
        <circle cx="18" cy="18" r="15" />
        <circle cx="18" cy="18" r="15" className="offer-ring-left" strokeDasharray={`${AROUND * offer.share} ${AROUND}`} />
      </svg>
      <b aria-hidden="true">{offer.left}</b>
    </span>
  );
}

function Answers({ offer, busy, accept, decline }: { offer: Offer; busy: boolean; accept: () => void; decline: () => void }) {
  const say = useWords(dutyWords);
  const over = offer.left === 0;
  return (
    <div className="offer-acts">
      <Hinted command="accept" label={say.accept}><Button size="xs" loading={busy} disabled={over} onClick={accept}>{say.accept}</Button></Hinted>
      <Hinted command="decline" label={say.decline}><Button size="xs" variant="default" disabled={busy || over} onClick={decline}>{say.decline}</Button></Hinted>
    </div>
  );
}

function Declining({ decline, back, busy }: { decline: (reason: string) => void; back: () => void; busy: boolean }) {
  const say = useWords(dutyWords);
  const [reason, setReason] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    decline(reason.trim());
  };
  return (
    <form className="offer-declining" onSubmit={submit} onKeyDown={(event) => event.key === 'Escape' && (event.stopPropagation(), back())}>
      <TextInput size="xs" autoFocus label={say.why_not} placeholder={say.example} value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
      <div className="offer-acts">
        <Button type="submit" size="xs" variant="default" loading={busy}>{say.decline}</Button>
        <Button size="xs" variant="subtle" color="gray" onClick={back}>{say.keep}</Button>
      </div>
    </form>
  );
}

function Gone({ used }: { used: UsedOffers }) {
  const say = useWords(dutyWords);
  const desk = useWords(words);
  const text = used.refused ? desk.actFailed(desk.refusals(used.refused.code) ?? used.refused.detail) : used.gone && say.gone[used.gone];
  if (!text) return null;
  return (
    <p className="offer-gone" role="status">
      <Icon name="clock" size={15} /> <span>{text}</span>
      <button type="button" aria-label={desk.close} onClick={used.forget}><Icon name="close" size={14} /></button>
    </p>
  );
}
