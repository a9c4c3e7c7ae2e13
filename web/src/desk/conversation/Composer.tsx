import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useWords } from '../../shared/language';
import { spelled } from '../keys/keys';
import { useKeyOf } from '../keys/useKeyboard';
import { useKeys } from '../keys/useKeys';
import { useDraft } from '../sending/useDraft';
import { BotDraft } from '../writing/BotDraft';
import type { Composing, Mode } from '../writing/composing';
import { NoteForm } from '../writing/NoteForm';
import { ReplyForm } from '../writing/ReplyForm';
import { useFiles } from '../writing/useFiles';
import { writingWords } from '../writing/words';
import '../writing/writing.css';

/** Where an agent writes: to the customer, or for colleagues. The two never share a draft, and never look alike. */
export function Composer(props: Composing) {
  const { writing, field, place, used, whole, takeDraft, writes } = props;
  const say = useWords(writingWords);
  const [note, writeNote] = useDraft(place, 'note');
  const [pivoting, setPivoting] = useState(false);
  const attaching = useFiles(place);
  const picker = useRef<HTMLInputElement>(null);
  const turn = (mode: Mode) => {
    // At once, for the next letter may be under way already.
    flushSync(() => writing.setMode(mode));
    field.current?.focus();
  };
  const keyOf = useKeyOf();
  const { can_reply } = whole.conversation;
  useKeys({
    reply: () => turn('reply'),
    note: () => turn('note'),
    pivot: () => {
      writing.setMode('reply');
      setPivoting(can_reply);
    },
    attach: () => {
      flushSync(() => writing.setMode('reply'));
      picker.current?.click();
    },
  });
  return (
    <div className="composer" data-mode={writing.mode} data-locked={props.take !== null && writing.mode === 'reply'}>
      {writing.mode === 'reply' && whole.conversation.can_reply && <BotDraft messages={used.talk?.messages ?? []} takeDraft={takeDraft} />}
      <div className="composer-modes" role="group" aria-label={say.mode}>
        {(['reply', 'note'] as const).map((mode) => (
          <button key={mode} type="button" aria-pressed={writing.mode === mode} aria-keyshortcuts={spelled(keyOf(mode))} onClick={() => turn(mode)}>{say.modes[mode]}</button>
        ))}
      </div>
      {writing.mode === 'reply' ? (
        <ReplyForm {...props} pivoting={pivoting} setPivoting={setPivoting} attaching={attaching} picker={picker} note={() => turn('note')} />
      ) : (
        <NoteForm field={field} notes={props.notes} me={props.session.agent.id} draft={note} write={(text) => (writeNote(text), text && writes('noting'))} />
      )}
    </div>
  );
}
