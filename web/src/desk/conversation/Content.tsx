import { useState, type ReactNode } from 'react';
import { mediaUrl, type Content as Said, type Media as MediaSaid, type Option } from '../../api/desk';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { pieces } from '../../shared/pieces';
import { words } from '../words';

/** What was said, each type in its own form, with what came beside it. */
export function Content({ content }: { content: Said }) {
  const say = useWords(words);
  return (
    <>
      {content.referral && <p className="content-aside">{say.content.referral} {content.referral.ref ?? content.referral.source}</p>}
      <Itself content={content} />
      {content.attachments?.map((media, index) => <Media key={index} media={media} />)}
    </>
  );
}

function Itself({ content }: { content: Said }): ReactNode {
  const say = useWords(words);
  switch (content.type) {
    case 'text':
      return <Text text={content.body} />;
    case 'media':
      return <Media media={content} />;
    case 'choices':
      return (
        <>
          {content.header && <strong>{content.header}</strong>}
          <Text text={content.body} />
          <Options options={content.options} />
          {content.footer && <p className="content-aside">{content.footer}</p>}
        </>
      );
    case 'choice_reply':
      return <><Text text={content.label} /> <span className="content-tag">{say.content.chosen}</span></>;
    case 'location':
      return <Place latitude={content.latitude} longitude={content.longitude} name={content.name ?? content.address} />;
    case 'contact_card':
      return content.contacts.map((one) => (
        <p key={one.name} className="content-contact"><Icon name="user" size={16} /> <b>{one.name}</b> {[...(one.phones ?? []), ...(one.emails ?? [])].join(', ')}</p>
      ));
    case 'form_reply':
      return content.body ? <Text text={content.body} /> : <Pairs of={content.values} />;
    case 'template':
      return <>{content.header && <Media media={content.header} />}<span className="content-tag">{say.content.template}</span> {content.template_id} <Pairs of={content.params ?? {}} /></>;
    case 'card':
      return <Card {...content} />;
    case 'carousel':
      return <div className="content-carousel">{content.cards.map((card, index) => <Card key={index} {...card} />)}</div>;
    case 'referral':
      return <em>{say.content.referral} {content.ref ?? content.source}</em>;
    case 'reaction':
      return <em>{content.emoji ? say.content.reacted(content.emoji) : say.content.unreacted}</em>;
    case 'edited':
      return <><em>{say.content.edited}</em> <Content content={content.content} /></>;
    case 'deleted':
      return <em>{say.content.deleted}</em>;
    case 'system':
      return <em>{content.event.replaceAll('_', ' ')}</em>;
    case 'unsupported':
      return <><em>{say.content.unsupported} ({content.kind})</em>{content.note && !content.note.startsWith('http') && <> {content.note}</>}</>;
  }
}

function Text({ text }: { text: string }) {
  return (
    <span className="content-text">
      {pieces(text).map((piece, index) =>
        piece.href ? <a key={index} href={piece.href} target="_blank" rel="noreferrer">{piece.text}</a> : <span key={index}>{piece.text}</span>,
      )}
    </span>
  );
}

function Options({ options }: { options: Option[] }) {
  const say = useWords(words);
  return (
    <ul className="content-options">
      {options.map((option) => (
        <li key={option.id}>
          {option.label}{option.description && <small>{option.description}</small>}
          {option.url && <a href={option.url} target="_blank" rel="noreferrer" aria-label={`${option.label}: ${say.content.link}`}><Icon name="link" size={13} /></a>}
        </li>
      ))}
    </ul>
  );
}

function Media({ media }: { media: MediaSaid }) {
  const say = useWords(words);
  const ours = media.media_id ? mediaUrl(media.media_id) : undefined;
  const name = media.name ?? say.content.media(media.kind);
  return (
    <>
      {media.missing ? (
        <p className="content-file"><Icon name="warning" size={16} /> {name}: {say.content.missing} ({media.missing.replaceAll('_', ' ')})</p>
      ) : (
        <Bytes key={ours} kind={media.kind} ours={ours} elsewhere={media.url} name={name} />
      )}
      {media.caption && <Text text={media.caption} />}
    </>
  );
}

/** Pictures and sound we keep are shown; what lies elsewhere is a link, for the page loads nothing from strangers. */
function Bytes({ kind, ours, elsewhere, name }: { kind: string; ours: string | undefined; elsewhere: string | undefined; name: string }) {
  const [broken, setBroken] = useState(false);
  if (ours && !broken && ['image', 'sticker', 'animation'].includes(kind))
    return <a href={ours} target="_blank" rel="noreferrer"><img className="content-image" src={ours} alt={name} loading="lazy" onError={() => setBroken(true)} /></a>;
  if (ours && kind === 'video') return <video className="content-image" src={ours} controls aria-label={name} />;
  if (ours && ['audio', 'voice'].includes(kind)) return <audio className="content-audio" src={ours} controls aria-label={name} />;
  const where = ours ?? elsewhere;
  const label = <><Icon name="file" size={16} /> {name}</>;
  return where ? <a className="content-file" href={where} target="_blank" rel="noreferrer">{label}</a> : <p className="content-file">{label}</p>;
}

function Place({ latitude, longitude, name }: { latitude: number; longitude: number; name: string | undefined }) {
  const say = useWords(words);
  const where = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  return (
    <a className="content-file" href={`https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`} target="_blank" rel="noreferrer">
      <Icon name="pin" size={16} /> {name ?? say.content.location} <small>{where}</small>
    </a>
  );
}

function Pairs({ of }: { of: Record<string, unknown> }) {
  return (
    <dl className="content-pairs">
      {Object.entries(of).map(([key, value]) => <div key={key}><dt>{key}</dt><dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd></div>)}
    </dl>
  );
}

function Card({ title, subtitle, media, options }: { title: string; subtitle?: string; media?: MediaSaid; options?: Option[] }) {
  return (
    <div className="content-card">
      {media && <Media media={media} />}
      <b>{title}</b>
      {subtitle && <p>{subtitle}</p>}
      {options && <Options options={options} />}
    </div>
  );
}
