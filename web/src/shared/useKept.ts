import { useCallback, useSyncExternalStore } from 'react';

const watchers = new Set<() => void>();

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  window.addEventListener('storage', watcher); // another tab kept it
  return () => {
    watchers.delete(watcher);
    window.removeEventListener('storage', watcher);
  };
}

/** A choice that this browser keeps: the same for all who read it here, and in the other tabs. Null: none was made. */
export function useKept(name: string): [kept: string | null, keep: (value: string | null) => void] {
  const kept = useSyncExternalStore(watch, () => localStorage.getItem(name));
  const keep = useCallback((value: string | null) => {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
    watchers.forEach((watcher) => watcher());
  }, [name]);
  return [kept, keep];
}
