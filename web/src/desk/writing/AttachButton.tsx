import { ActionIcon } from '@mantine/core';
import type { RefObject } from 'react';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { Hinted } from '../keys/Hinted';
import { writingWords } from './words';

/** What the server takes, as a help to the picker; it looks at the bytes itself. */
const TAKEN = 'image/png,image/jpeg,image/gif,image/webp,audio/*,video/mp4,video/3gpp,.pdf,.docx,.xlsx,.pptx,.odt,.ods,.odp,.zip,.txt,.csv,.ics,.vcf';

interface Props {
  picker: RefObject<HTMLInputElement | null>;
  attach: (files: readonly File[]) => void;
}

export function AttachButton({ picker, attach }: Props) {
  const say = useWords(writingWords);
  return (
    <>
      <input
        ref={picker}
        type="file"
        hidden
        multiple
        accept={TAKEN}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          currentTarget.value = ''; // the same file may be chosen again
          attach(files);
        }}
      />
      <Hinted command="attach" label={say.attach}>
        <ActionIcon variant="subtle" color="gray" size={30} aria-label={say.attach} onClick={() => picker.current?.click()}><Icon name="clip" /></ActionIcon>
      </Hinted>
    </>
  );
}
