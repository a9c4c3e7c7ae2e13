import { useEffect, useEffectEvent } from 'react';
import { command, type Command } from './shortcuts';

/** Runs what a key means, wherever it is pressed but in fields and dialogs. */
export function useShortcuts(acts: Record<Command, () => unknown>): void {
  const act = useEffectEvent((event: KeyboardEvent) => {
    const at = event.target instanceof HTMLElement ? event.target : null;
    if (event.defaultPrevented || at?.closest('[role=dialog], [role=menu]')) return;
    const meant = command({
      key: event.key, ctrl: event.ctrlKey || event.metaKey, shift: event.shiftKey, alt: event.altKey,
      inField: at?.matches('input, textarea, select, [contenteditable]') ?? false,
      marked: !(document.getSelection()?.isCollapsed ?? true),
      onControl: at?.matches('a, button, summary, .react-flow__node') ?? false,
    });
    if (!meant) return;
    event.preventDefault();
    acts[meant]();
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => act(event);
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
