import { useRef, useState } from 'react';
import type { PhoneMessage } from '../api/sandbox';
import { Icon } from '../shared/Icon';
import { localeOf, useLanguage, useWords } from '../shared/language';
import { pieces } from '../shared/pieces';
import { useBeside } from '../shared/useBeside';
import { Sheet } from './Sheet';
import { words } from './words';

const EMOJI = ['👍', '❤️', '😂', '😮', '🙏'];

interface Props {
  message: PhoneMessage;
  brand: string;
  ends: boolean;
  tap: (option: string) => void;
  react: (emoji: string) => void;
  showRaw: () => void;
}

/** One message, with what can be tapped on it. The customer's own are on the right. */
export function Bubble({ message, brand, ends, tap, react, showRaw }: Props) {
  const mine = message.direction === 'in';
  const say = useWords(words);
  return (
    <div className={`bubble-row ${mine ? 'mine' : 'theirs'}${ends ? ' ends' : ''}`} data-status={message.status}>
      <div className="bubble-column">
        <div className="bubble">
          <span className="phones-unseen">{mine ? say.you : brand}: </span>
          <Said message={message} />
          <Meta message={message} />
          {message.reaction && <span className="bubble-reaction">{message.reaction}</span>}
        </div>
        {!message.deleted && <Taps message={message} tap={tap} />}
      </div>
      <div className="bubble-tools">
        {message.raw && (
          <button title={say.raw} aria-label={say.raw} onClick={showRaw}><span className="bubble-braces">{'{ }'}</span></button>
        )}
        {!mine && !message.deleted && <React react={react} />}
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
    <a className="bubble-file" href={media.url} target="_blank" rel="noreferrer">{icon}{name}</a>
  ) : (
    <span className="bubble-file">{icon}{name}</span>
  );
}

function Meta({ message }: { message: PhoneMessage }) {
  const { language } = useLanguage();
  const say = useWords(words);
  const time = new Intl.DateTimeFormat(localeOf(language), { hour: '2-digit', minute: '2-digit' }).format(new Date(message.at));
  return (
    <span className="bubble-meta">
      {message.edited && !message.deleted && <span>{say.edited}</span>}
      <time dateTime={message.at}>{time}</time>
      {message.status && (
        <span className={`bubble-ticks ${message.status}`} role="img" aria-label={say.status[message.status]} title={say.status[message.status]}>
          <Ticks status={message.status} />
        </span>
      )}
    </span>
  );
}

function Ticks({ status }: { status: NonNullable<PhoneMessage['status']> }) {
  if (status === 'failed') return <b>!</b>;
  return (
    <svg width="16" height="11" viewBox="0 0 16 11" fill="none" stroke="currentColor" strokeWidth="1.6" aria-hidden="true">
      <path d={status === 'sent' ? 'M4 6l3 3 6-7' : 'M1 6l3 3 6-7 M7.5 8.5 8 9l6-7'} strokeLinecap="round" strokeLinejoin="round" />
    </svg>
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
