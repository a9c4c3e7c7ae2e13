import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Refused } from '../api/http';
import * as work from '../api/work';
import type { Canned, NewCanned } from '../api/work';

const CANNED = ['canned'] as const; // as the composer has them

export interface UsedCanned {
  canned: Canned[] | undefined;
  failed: boolean;
  /** True: it was done. */
  put: (id: string | null, given: NewCanned) => Promise<boolean>;
  remove: (id: string) => Promise<boolean>;
  busy: boolean;
  /** Why the last one was refused. */
  refused: string | null;
}

/** What agents call with "/", for whoever writes it. */
export function useCannedReplies(): UsedCanned {
  const client = useQueryClient();
  const asked = useQuery({ queryKey: CANNED, queryFn: work.canned });
  const doing = useMutation({
    mutationFn: (run: () => Promise<unknown>) => run(),
    onSettled: () => client.invalidateQueries({ queryKey: CANNED }),
  });
  const done = (run: () => Promise<unknown>) => doing.mutateAsync(run).then(() => true, () => false);
  const { error } = doing;
  return {
    canned: asked.data?.items,
    failed: asked.isError,
    put: (id, given) => done(() => (id === null ? work.addCanned(given) : work.changeCanned(id, given))),
    remove: (id) => done(() => work.removeCanned(id)),
    busy: doing.isPending,
    refused: error instanceof Refused && error.status === 409 ? 'taken' : error ? 'failed' : null,
  };
}
