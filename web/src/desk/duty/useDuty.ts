import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import * as work from '../../api/work';
import type { Duty, DutyStatus } from '../../api/work';
import { DUTY, LIST } from '../queries';

export interface UsedDuty {
  duty: Duty | undefined;
  busy: boolean;
  failed: boolean;
  declare: (status: DutyStatus, handOver?: boolean) => void;
}

/** Whether this agent is there for what comes, and how much they carry. */
export function useDuty(): UsedDuty {
  const client = useQueryClient();
  const asked = useQuery({ queryKey: DUTY, queryFn: work.duty });
  const saying = useMutation({
    mutationFn: work.declare,
    onSuccess: (duty) => client.setQueryData(DUTY, duty),
    onSettled: () => {
      for (const queryKey of [DUTY, LIST]) void client.invalidateQueries({ queryKey });
    },
  });
  return {
    duty: asked.data,
    busy: saying.isPending,
    failed: saying.isError,
    declare: (status, handOver = false) => saying.mutate({ status, hand_over: handOver }),
  };
}
