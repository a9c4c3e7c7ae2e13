import type { Way } from '../../api/desk';
import { useWords } from '../../shared/language';
import { words } from '../words';
import { MOST, placeOf } from './attached';
import { AttachedFile } from './AttachedFile';
import type { UsedFiles } from './useFiles';
import { writingWords } from './words';

interface Props {
  used: UsedFiles;
  draft: string;
  way: Way | null;
}

/** The files that go with the words, in their order, and what the app will make of all that. */
export function AttachedFiles({ used: { files, full, remove }, draft, way }: Props) {
  const say = useWords(writingWords);
  const desk = useWords(words);
  if (files.length === 0) return null;
  const arrived = files.every(({ upload }) => upload !== null);
  const channel = desk.channels(way?.channel ?? '');
  return (
    <div className="attached-all" role="group" aria-label={say.attachedAll}>
      {files.map((one) => <AttachedFile key={one.key} attached={one} way={way} remove={() => remove(one.key)} />)}
      {full && <p className="attached-told" role="alert">{say.attachedFull(MOST)}</p>}
      {arrived && <p className="attached-told" role="status">{say.wordsStand(placeOf(files, draft.trim(), way), channel, files.length)}</p>}
    </div>
  );
}
