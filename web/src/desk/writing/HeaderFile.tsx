import { Button, TextInput } from '@mantine/core';
import { useRef } from 'react';
import type { Way } from '../../api/desk';
import { Icon } from '../../shared/Icon';
import { useWords } from '../../shared/language';
import { AttachedFile } from './AttachedFile';
import type { UsedHeader } from './useHeader';
import { writingWords } from './words';

interface Props {
  used: UsedHeader;
  way: Way;
  media: string;
  url: string;
  write: (url: string) => void;
}

const TAKEN: Record<string, string> = { image: 'image/png,image/jpeg', video: 'video/mp4,video/3gpp', document: '.pdf' };

/** What stands above an approved message: a file of the agent's, or one that lies somewhere already. */
export function HeaderFile({ used, way, media, url, write }: Props) {
  const say = useWords(writingWords);
  const picker = useRef<HTMLInputElement>(null);
  if (used.attached) return <AttachedFile attached={used.attached} way={way} remove={used.remove} />;
  return (
    <div className="templates-header">
      <input
        ref={picker}
        type="file"
        hidden
        accept={TAKEN[media] ?? ''}
        onChange={({ currentTarget }) => {
          const file = currentTarget.files?.[0];
          currentTarget.value = ''; // the same file may be chosen again
          if (file) used.attach(file);
        }}
      />
      <Button size="xs" variant="default" leftSection={<Icon name="clip" size={14} />} onClick={() => picker.current?.click()}>{say.headerFile(media)}</Button>
      <TextInput size="xs" label={say.blankMedia} value={url} onChange={(event) => write(event.currentTarget.value)} />
    </div>
  );
}
