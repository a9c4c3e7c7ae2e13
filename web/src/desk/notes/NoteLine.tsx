import type { Note } from '../../api/work';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { useDates } from '../../shared/useDates';
import { useColleagues } from '../passing/useColleagues';
import { notePieces } from './mentions';
import './notes.css';
import { noteWords } from './words';

/** A colleague's note in the timeline: never the customer's to see. */
export function NoteLine({ note, me }: { note: Note; me: string }) {
  const say = useWords(noteWords);
  const dates = useDates();
  const { agents } = useColleagues();
  const called = agents.filter((one) => note.mentions.includes(one.id)).map((one) => one.name);
  const who = note.author === me ? say.you : (note.author_name ?? say.gateway);
  return (
    <article className="note" data-kind={note.kind}>
      <p className="note-author">
        <Icon name={note.kind === 'transfer' ? 'pass' : 'note'} size={13} /> <b>{say.kind(note.kind)}</b> · {who}
        {note.kind === 'transfer' && called.length > 0 && <> → {called.join(', ')}</>}
        <time dateTime={note.at} title={dates.full(note.at)}>{dates.time(note.at)}</time>
      </p>
      <p className="note-body">
        {notePieces(note.body, called).map((piece, index) => (piece.mention ? <mark key={index}>{piece.text}</mark> : <span key={index}>{piece.text}</span>))}
      </p>
    </article>
  );
}
