import { useRef, useState } from 'react';
import type { PhoneMessage } from '../api/sandbox';
import { Icon } from '../shared/Icon';
import { localeOf, useLanguage, useWords } from '../shared/language';
import { pieces } from '../shared/pieces';
import { Ticks } from '../shared/Ticks';
import { useBeside } from '../shared/useBeside';
import { ticks, type Skin } from './phones';
import { Sheet } from './Sheet';
import { words } from './words';

const EMOJI = ['👍', '❤️', '😂', '😮', '🙏'];

interface Props {
  message: PhoneMessage;
  brand: string;
  skin: Skin;
  ends: boolean;
  /** Said below it, in the apps that say so in words. */
  standing: NonNullable<PhoneMessage['status']> | null;
  tap: (option: string) => void;
  react: (emoji: string) => void;
  showRaw: () => void;
}

/** One message, with what can be tapped on it. The customer's own are on the right. */
export function Bubble({ message, brand, skin, ends, standing, tap, react, showRaw }: Props) {
  const mine = message.direction === 'in';
  const say = useWords(words);
  return (
    <div className={`bubble-row ${mine ? 'mine' : 'theirs'}${ends ? ' ends' : ''}`} data-status={message.status}>
      <div className="bubble-column">
        <div className="bubble">
          <span className="phones-unseen">{mine ? say.you : brand}: </span>
          <Said message={message} />
          <Meta message={message} skin={skin} />
          {message.reaction && <span className="bubble-reaction">{message.reaction}</span>}
        </div>
        {!message.deleted && <Taps message={message} tap={tap} />}
        {standing && <p className={`bubble-standing ${standing}`}>{say.standing[standing]}</p>}
      </div>
      <div className="bubble-tools">
        {message.raw && (
          <button title={say.raw} aria-label={say.raw} onClick={showRaw}><span className="bubble-braces">{'{ }'}</span></button>
        )}
        {!mine && !message.deleted && skin !== 'sms' && <React react={react} />}
        {!mine && message.status && <Known status={message.status} />}
      </div>
    </div>
  );
}

function Said({ message }: { message: PhoneMessage }) {
  const say = useWords(words);
  if (message.deleted) return <em className="bubble-deleted">{say.deleted}</em>;
  return (
    <>
      {message.media && <Media media={message.media} />}
      {message.text && (
        <span className="bubble-text">
          {pieces(message.text).map((piece, index) =>
            piece.href ? (
              <a key={index} href={piece.href} target="_blank" rel="noreferrer">{piece.text}</a>
            ) : (
              <span key={index}>{piece.text}</span>
            ),
          )}
        </span>
      )}
      {!message.text && !message.media && !message.list && <em className="bubble-text">[{message.kind}]</em>}
    </>
  );
}

function Media({ media }: { media: NonNullable<PhoneMessage['media']> }) {
  const name = media.name ?? media.kind;
  if (media.url && ['image', 'sticker', 'animation'].includes(media.kind))
    return <img className="bubble-image" src={media.url} alt={name} loading="lazy" />;
  if (media.url && media.kind === 'video') return <video className="bubble-image" src={media.url} controls aria-label={name} />;
  if (media.url && ['audio', 'voice'].includes(media.kind))
    return <audio className="bubble-audio" src={media.url} controls aria-label={name} />;
  const icon = <Icon name={media.kind === 'location' ? 'pin' : 'file'} size={20} />;
  return media.url ? (
    <a className="bubble-file" href={media.url} download={name}>{icon}{name}</a>
  ) : (
    <span className="bubble-file">{icon}{name}</span>
  );
}

/** Not on the phone, but beside it: how far the brand has been told that its message came. */
function Known({ status }: { status: NonNullable<PhoneMessage['status']> }) {
  const text = useWords(words).brandKnows(status);
  return <span className={`bubble-known ${status}`} role="img" aria-label={text} title={text}>{status === 'failed' ? '!' : <Ticks status={status} />}</span>;
}

function Meta({ message, skin }: { message: PhoneMessage; skin: Skin }) {
  const { language } = useLanguage();
  const say = useWords(words);
  const time = new Intl.DateTimeFormat(localeOf(language), { hour: '2-digit', minute: '2-digit' }).format(new Date(message.at));
  return (
    <span className="bubble-meta">
      {message.edited && !message.deleted && <span>{say.edited}</span>}
      {ticks(skin) && <time dateTime={message.at}>{time}</time>}
      {message.direction === 'in' && message.status && ticks(skin) && (
        <span className={`bubble-ticks ${message.status}`} role="img" aria-label={say.status[message.status]} title={say.status[message.status]}>
          {message.status === 'failed' ? <b>!</b> : <Ticks status={skin === 'telegram' && message.status === 'delivered' ? 'sent' : message.status} />}
        </span>
      )}
    </span>
  );
}

function Taps({ message, tap }: Pick<Props, 'message' | 'tap'>) {
  const [open, setOpen] = useState(false);
  const say = useWords(words);
  if (message.buttons.length === 0 && !message.list) return null;
  return (
    <div className="bubble-taps">
      {message.buttons.map((button) =>
        button.url ? (
          <a key={button.id} href={button.url} target="_blank" rel="noreferrer" title={say.opensPage}>
            <Icon name="link" size={14} /> {button.label}
          </a>
        ) : (
          <button key={button.id} onClick={() => tap(button.id)}>{button.label}</button>
        ),
      )}
      {message.list && (
        <button onClick={() => setOpen(true)} aria-haspopup="dialog"><Icon name="list" size={15} /> {message.list.button}</button>
      )}
      {message.list && open && (
        <Sheet title={message.list.button} rows={message.list.rows} close={() => setOpen(false)} choose={tap} />
      )}
    </div>
  );
}

function React({ react }: Pick<Props, 'react'>) {
  const [open, setOpen] = useState(false);
  const say = useWords(words);
  const react_ = useRef<HTMLSpanElement>(null);
  useBeside(react_, open, () => setOpen(false));
  return (
    <span className="bubble-react" ref={react_}>
      <button title={say.react} aria-label={say.react} aria-expanded={open} onClick={() => setOpen(!open)}><Icon name="smile" size={15} /></button>
      {open && (
        <span className="bubble-emoji">
          {EMOJI.map((emoji) => (
            <button key={emoji} onClick={() => { setOpen(false); react(emoji); }}>{emoji}</button>
          ))}
        </span>
      )}
    </span>
  );
}
