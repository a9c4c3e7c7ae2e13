import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Message } from '../../api/desk';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { wordsOf } from '../conversation/conversation';
import { Hinted } from '../keys/Hinted';
import { useKeys } from '../keys/useKeys';
import { offeredDraft } from './ways';
import { writingWords } from './words';

/** What the bot was about to say when somebody took over: it may be put to use. */
export function BotDraft({ messages, takeDraft }: { messages: readonly Message[]; takeDraft: (text: string) => void }) {
  const say = useWords(writingWords);
  const [dismissed, dismiss] = useState<ReadonlySet<string>>(new Set());
  const draft = offeredDraft(messages, dismissed);
  const drop = () => draft && dismiss(new Set([...dismissed, draft.id]));
  const use = () => {
    if (!draft) return;
    takeDraft(wordsOf(draft.content));
    drop();
  };
  useKeys({ use_draft: draft ? use : null });
  if (!draft) return null;
  return (
    <div className="bot-draft">
      <Icon name="bot" size={16} />
      <p><b>{say.botDraft}</b> <q>{wordsOf(draft.content)}</q></p>
      <Hinted command="use_draft" label={say.useDraft}><Button size="compact-xs" variant="default" onClick={use}>{say.useDraft}</Button></Hinted>
      <Button size="compact-xs" variant="subtle" color="gray" onClick={drop}>{say.dismiss}</Button>
    </div>
  );
}
