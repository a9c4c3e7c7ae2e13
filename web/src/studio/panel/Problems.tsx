import type { Problem } from '../../api/studio';
import { Icon } from '../../shared/Icon';
import { useLanguage } from '../../shared/language';
import { tellOf } from './problems';
import { useSay } from '../useSay';

/** Each problem with its place and how to mend it; a touch goes there. */
export function ProblemList({ problems, go }: { problems: readonly Problem[]; go: (problem: Problem) => void }) {
  const say = useSay();
  const { language } = useLanguage();
  return (
    <ul className="problem-list">
      {problems.map((problem, index) => (
        <li key={index}>
          <button type="button" onClick={() => go(problem)}>
            <Icon name="warning" size={15} />
            <span><code>{problem.step ?? say.wholeFlow}</code> {tellOf(problem.text, language)}</span>
            {problem.line > 0 && <small>{say.line(problem.line)}</small>}
          </button>
        </li>
      ))}
    </ul>
  );
}
