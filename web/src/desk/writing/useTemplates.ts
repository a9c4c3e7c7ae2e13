import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import * as api from '../../api/templates';
import { TEMPLATES } from '../queries';
import { whyOf } from '../sending/post';

export interface UsedTemplates {
  known: api.Templates | undefined;
  asking: boolean;
  /** Why there is no list: a code. */
  failed: string | null;
  /** Ask the provider again. */
  refresh: () => void;
}

/** What the provider of an account approved. */
export function useTemplates(account: string): UsedTemplates {
  const client = useQueryClient();
  const key = [...TEMPLATES, account];
  const asked = useQuery({ queryKey: key, queryFn: () => api.templates(account), staleTime: 60_000, retry: false });
  const [again, setAgain] = useState(false);
  const refresh = async () => {
    setAgain(true);
    await client.fetchQuery({ queryKey: key, queryFn: () => api.templates(account, true), staleTime: 0, retry: false }).catch(() => undefined);
    setAgain(false);
  };
  return { known: asked.data, asking: asked.isPending || again, failed: asked.error ? whyOf(asked.error).code : null, refresh: () => void refresh() };
}
