import type { Agent, Preview } from '../../api/desk';
import { useWords } from '../../shared/language';
import { words } from '../words';

/** What was said last, in a line: by whom, and what it is where it has no words. */
export function LastSaid({ last, me }: { last: Preview; me?: Agent }) {
  const say = useWords(words);
  const authors: Record<string, string> = say.authors;
  const by = last.author === 'agent' ? (last.author_name === me?.name ? say.you : last.author_name) : undefined;
  const what = say.kinds(last.kind);
  return (
    <>
      {last.direction === 'out' && <b>{say.saidBy(by ?? authors[last.author] ?? last.author)}</b>}
      {what && <i>{what}{last.preview && ' · '}</i>}
      {last.preview}
    </>
  );
}
