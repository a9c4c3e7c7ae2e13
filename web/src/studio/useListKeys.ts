import { useEffect, useEffectEvent, type RefObject } from 'react';

/** In a list: "/" goes to the search, "n" makes one more. Not while one writes, nor in a dialog. */
export function useListKeys(search: RefObject<HTMLInputElement | null>, add?: () => void): void {
  const act = useEffectEvent((event: KeyboardEvent) => {
    const at = event.target instanceof HTMLElement ? event.target : null;
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || at?.closest('input, textarea, select, [role=dialog], [role=menu]')) return;
    if (event.key !== '/' && !(event.key === 'n' && add)) return;
    event.preventDefault();
    if (event.key === '/') search.current?.focus();
    else add?.();
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => act(event);
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
