import { useDisclosure } from '@mantine/hooks';
import type { Problem } from '../../api/studio';
import { Icon } from '../../shared/Icon';
import type { Draft } from '../draft/draft';
import { Glyph } from '../icons';
import { useSay } from '../useSay';
import { ProblemList } from './Problems';

/** Below the canvas: what is wrong, as one types. */
export function ProblemStrip({ draft, go, notice }: { draft: Draft; go: (problem: Problem) => void; notice: () => void }) {
  const say = useSay();
  const [open, { toggle }] = useDisclosure(false);
  const { problems } = draft;
  return (
    <section className="strip" aria-label={say.problemsTitle}>
      <p className="unseen" role="status">{problems.length > 0 && say.problems(problems.length)}</p>
      {draft.refusal && <p className="strip-refusal" role="alert"><Icon name="warning" size={15} /> <span>{say.refused} {draft.refusal}</span> <button type="button" className="link" onClick={notice}>{say.close}</button></p>}
      {!draft.whole && problems.length > 0 && <p className="strip-note">{say.unreadable}</p>}
      {problems.length === 0 ? (
        <p className="strip-fine"><Icon name="check" size={15} /> {say.noProblems}</p>
      ) : (
        <>
          <button type="button" className="strip-head" aria-expanded={open} onClick={toggle}><Icon name="warning" size={15} /> <span>{say.problems(problems.length)}</span> <Glyph name="more" size={15} /></button>
          {open && <ProblemList problems={problems} go={go} />}
        </>
      )}
    </section>
  );
}
