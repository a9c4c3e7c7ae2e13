import { useQuery } from '@tanstack/react-query';
import * as work from '../../api/work';
import type { Canned } from '../../api/work';
import { CANNED } from '../queries';

const NONE: Canned[] = [];

/** What agents send often, and what is done along with it. */
export function useCanned(): Canned[] {
  return useQuery({ queryKey: CANNED, queryFn: work.canned, staleTime: 5 * 60_000 }).data?.items ?? NONE;
}
