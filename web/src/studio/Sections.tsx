import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import * as knowledge from '../api/knowledge';
import { UNCLEAR } from './queries';
import { useSay } from './useSay';

export type Section = 'flows' | 'answers' | 'unclear';
const SECTIONS: Record<Section, string> = { flows: '/desk/studio', answers: '/desk/answers', unclear: '/desk/unclear' };

const ORDER = ['flows', 'answers', 'unclear'] as const satisfies Section[];

/** The parts of the Studio; how much was not understood stands with its name. */
export function Sections({ at }: { at: Section }) {
  const say = useSay();
  const groups = useQuery({ queryKey: UNCLEAR, queryFn: knowledge.unclear, staleTime: 60_000 });
  const count = groups.data?.length ?? 0;
  return (
    <nav className="sections" aria-label={say.title}>
      {ORDER.map((section) => (
        <Link key={section} href={SECTIONS[section]} aria-current={section === at ? 'page' : undefined}>
          {say.sections[section]}{section === 'unclear' && count > 0 && <span className="sections-count"> {count}</span>}
        </Link>
      ))}
    </nav>
  );
}
