import { ActionIcon } from '@mantine/core';
import { useRef } from 'react';
import type { Whole } from '../../api/desk';
import * as work from '../../api/work';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { useBeside } from '../../shared/useBeside';
import { Hinted } from '../keys/Hinted';
import { words } from '../words';
import { pivotText, writingWords } from './words';

interface Props {
  opened: boolean;
  open: (opened: boolean) => void;
  whole: Whole;
  change: (done: () => Promise<unknown>) => Promise<boolean>;
  /** The way there, in the customer's words, for the message. */
  give: (text: string, channel: string) => void;
}

/** A link or code by which the customer goes on in another app, in the same conversation. */
export function PivotMenu({ opened, open, whole, change, give }: Props) {
  const say = useWords(writingWords);
  const desk = useWords(words);
  const frame = useRef<HTMLDivElement>(null);
  useBeside(frame, opened, () => open(false));
  const { id, elsewhere } = whole.conversation;
  const choose = (account: string) => {
    open(false);
    void change(async () => {
      const { channel, link, code } = await work.pivot(id, account);
      const name = desk.channels(channel);
      give(pivotText(whole.customer.language, name, link, code), name);
    });
  };
  return (
    <div className="pivot" ref={frame}>
      <Hinted command="pivot" label={say.pivot}>
        <ActionIcon variant="subtle" color="gray" size={30} aria-label={say.pivot} aria-expanded={opened} aria-haspopup="true" onClick={() => open(!opened)}><Icon name="hop" /></ActionIcon>
      </Hinted>
      {opened && (
        <div className="pivot-menu" role="group" aria-label={say.pivot}>
          <p>{elsewhere.length > 0 ? say.pivotLead : say.pivotNowhere}</p>
          {elsewhere.map(({ account, channel }, index) => (
            <button key={account} type="button" autoFocus={index === 0} onClick={() => choose(account)}>{say.pivotTo(desk.channels(channel))}</button>
          ))}
        </div>
      )}
    </div>
  );
}
