import { useQuery } from '@tanstack/react-query';
import * as work from '../../api/work';
import type { Colleagues } from '../../api/work';
import { COLLEAGUES } from '../queries';

const NOBODY: Colleagues = { agents: [], teams: [] };

/** To whom one can pass on, and whom one can mention. */
export function useColleagues(): Colleagues {
  return useQuery({ queryKey: COLLEAGUES, queryFn: work.colleagues, staleTime: 60_000 }).data ?? NOBODY;
}
