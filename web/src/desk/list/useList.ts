import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import * as desk from '../../api/desk';
import type { ListRow, View } from '../../api/desk';
import { LIST } from '../queries';
import { rowsOf } from './list';

const COLLEAGUES_LAST = 10_000; // milliseconds: nobody tells that a colleague has gone

export interface UsedList {
  rows: ListRow[];
  counts: Partial<Record<View, number>>;
  loading: boolean;
  failed: boolean;
  more: (() => void) | null;
  again: () => void;
}

/** One view of the list, page by page; the rows before stay while others come. */
export function useList(view: View, q: string): UsedList {
  const asked = useInfiniteQuery({
    queryKey: [...LIST, view, q],
    queryFn: ({ pageParam }) => desk.list(view, q, pageParam),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.pages.some((page) => page.items.some((row) => row.viewers?.length)) ? COLLEAGUES_LAST : false),
  });
  const pages = asked.data?.pages ?? [];
  return {
    rows: rowsOf(pages),
    counts: pages[0]?.counts ?? {},
    loading: asked.isPending,
    failed: asked.isError,
    more: asked.hasNextPage && !asked.isFetchingNextPage ? () => void asked.fetchNextPage() : null,
    again: () => void asked.refetch(),
  };
}
