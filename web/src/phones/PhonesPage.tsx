import { useState } from 'react';
import type { PhoneMessage } from '../api/sandbox';
import logo from '../shared/causerie.svg';
import { Icon } from '../shared/Icon';
import { useLanguage, useWords } from '../shared/language';
import { useAppearance } from '../shared/useAppearance';
import { PhoneCase } from './PhoneCase';
import { skinOf, unread } from './phones';
import { Raw } from './Raw';
import { usePhones, type UsedPhones } from './usePhones';
import { words } from './words';

/** Four phones of customers, side by side. */
export function PhonesPage() {
  const used = usePhones();
  const [asked, ask] = useState<string | null>(null);
  const say = useWords(words);
  const { shown } = used;
  const message = shown.phones.flatMap((phone) => phone.messages).find((one) => one.id === asked);
  return (
    <div className="phones">
      <Header deskUrl={shown.deskUrl} />
      {!shown.connected && <p className="phones-banner" role="status">{say.lost}</p>}
      {used.refused && <p className="phones-banner" role="alert">{say.notSent} {used.refused}</p>}
      <main className="phones-main">
        {shown.phase === 'loading' && <p className="phones-note">{say.loading}</p>}
        {shown.phase === 'failed' && (
          <p className="phones-note">
            {say.failed} <button className="phones-button" onClick={used.reload}>{say.again}</button>
          </p>
        )}
        {shown.phase === 'ready' && <Row used={used} showRaw={(one) => ask(one.id)} />}
      </main>
      {message?.raw && <Raw direction={message.direction} raw={message.raw} close={() => ask(null)} />}
    </div>
  );
}

function Row({ used, showRaw }: { used: UsedPhones; showRaw: (message: PhoneMessage) => void }) {
  const say = useWords(words);
  const { phones } = used.shown;
  const [chosen, choose] = useState<string | null>(null);
  const current = phones.find((one) => one.account === chosen) ?? phones[0];
  if (!current) return <p className="phones-note">{say.none}</p>;
  return (
    <>
      <nav className="phones-tabs" aria-label={say.title}>
        {phones.map((phone) => (
          <button key={phone.account} aria-pressed={phone === current} onClick={() => choose(phone.account)}>
            <span className={`phones-dot skin-${skinOf(phone)}`} />
            {phone.title}
            {unread(phone) > 0 && <b aria-label={say.unread(unread(phone))}>{unread(phone)}</b>}
          </button>
        ))}
      </nav>
      <div className="phones-row">
        {phones.map((phone) => (
          <PhoneCase
            key={phone.account}
            phone={phone}
            current={phone === current}
            faults={used.faults}
            say={(said) => used.say(phone.account, said)}
            read={() => used.read(phone.account)}
            addFault={(kind, count) => used.addFault({ account: phone.account, kind, count })}
            clearFaults={() => used.clearFaults(phone.account)}
            showRaw={showRaw}
          />
        ))}
      </div>
    </>
  );
}

function Header({ deskUrl }: { deskUrl: string | null }) {
  const say = useWords(words);
  const { language, speak } = useLanguage();
  const { appearance, turn } = useAppearance();
  const other = language === 'fr' ? 'en' : 'fr';
  const look = appearance === 'dark' ? say.light : say.dark;
  return (
    <header className="phones-header">
      <img src={logo} alt="" width={28} height={28} />
      <div className="phones-heading">
        <h1>{say.title}</h1>
        <p>{say.lead}</p>
      </div>
      <button className="phones-button" lang={other} title={say.language} onClick={() => speak(other)}>
        {other === 'fr' ? 'Français' : 'English'}
      </button>
      <button className="phones-button phones-square" title={look} aria-label={look} onClick={turn}>
        <Icon name={appearance === 'dark' ? 'sun' : 'moon'} />
      </button>
      {deskUrl && (
        <a className="phones-button phones-primary" href={deskUrl} target="_blank" rel="noreferrer">
          {say.openDesk} <Icon name="link" size={15} />
        </a>
      )}
    </header>
  );
}
