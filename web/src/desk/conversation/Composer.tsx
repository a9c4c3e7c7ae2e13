import { Button, Textarea } from '@mantine/core';
import type { KeyboardEvent, RefObject } from 'react';
import type { Conversation } from '../../api/desk';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { words } from '../words';
import { room } from './conversation';

interface Props {
  field: RefObject<HTMLTextAreaElement | null>;
  conversation: Conversation;
  name: string;
  /** Takes the pen, where it may be taken. */
  take: (() => void) | null;
  busy: boolean;
  draft: string;
  write: (text: string) => void;
  send: (body: string) => void;
}

/** Where an agent writes; locked while somebody else holds the pen. It can be focused all the same: words typed there are no commands. */
export function Composer({ field, conversation, name, take, busy, draft, write, send }: Props) {
  const say = useWords(words);
  const { written, most, tight } = room(conversation.channel, draft);
  const ready = conversation.can_reply && draft.trim() !== '' && written <= most;
  const submit = () => {
    if (ready) send(draft.trim());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method composes, Enter chooses a word.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    submit();
  };
  const placeholder = conversation.can_reply ? say.writeTo(name) : take ? say.locked : say.cannotWrite;
  return (
    <form className="composer" data-locked={!conversation.can_reply} onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <Textarea
        ref={field}
        autosize
        minRows={2}
        maxRows={9}
        value={draft}
        readOnly={!conversation.can_reply}
        placeholder={placeholder}
        aria-label={placeholder}
        error={written > most}
        onChange={(event) => write(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div className="composer-foot">
        <span className="composer-hint">{take ? say.takeHint : draft ? say.draftKept : say.hint}</span>
        {tight && <span className="composer-count" data-over={written > most}>{written} / {most}</span>}
        {take ? (
          <Button size="sm" loading={busy} aria-keyshortcuts="t" title={`${say.acts.take} (t)`} onClick={take}>{say.acts.take}</Button>
        ) : (
          <Button type="submit" size="sm" disabled={!ready} rightSection={<Icon name="send" size={15} />}>
            {say.sendTo(name, say.channels(conversation.channel ?? ''))}
          </Button>
        )}
      </div>
    </form>
  );
}
