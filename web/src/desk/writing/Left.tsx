import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Way, Written } from '../../api/desk';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { words } from '../words';
import { TemplatePicker } from './TemplatePicker';
import { writingWords } from './words';

interface Props {
  conversation: string;
  way: Way;
  /** Said already above, where it is the app that the customer wrote in last. */
  told: boolean;
  template: boolean;
  others: readonly Way[];
  language: string | null;
  answerBy: (account: string) => void;
  send: (body: string, content: Written) => void;
  note: () => void;
}

/** Where the app takes no free words: why, and what can be done all the same. */
export function Left({ conversation, way, told, template, others, language, answerBy, send, note }: Props) {
  const say = useWords(writingWords);
  const desk = useWords(words);
  const [writing, setWriting] = useState(false);
  return (
    <div className="left">
      {!told && <p className="left-why"><Icon name="clock" size={16} /> {say.closed(desk.channels(way.channel))}</p>}
      <p className="left-acts">
        <span>{say.left}</span>
        {others.map((one) => <Button key={one.account} size="compact-sm" variant="default" onClick={() => answerBy(one.account)}>{say.answerBy(desk.channels(one.channel))}</Button>)}
        {template && <Button size="compact-sm" variant="default" aria-expanded={writing} onClick={() => setWriting(!writing)}>{say.template}</Button>}
        <Button size="compact-sm" variant="default" onClick={note}>{say.writeNote}</Button>
      </p>
      {writing && <TemplatePicker key={way.account} conversation={conversation} way={way} language={language} send={send} />}
    </div>
  );
}
