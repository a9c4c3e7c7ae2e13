import { useEffect, useEffectEvent } from 'react';
import { command, type Command } from './keys';

/** Runs the command of a key that nothing else wanted. */
export function useKeys(run: (command: Command) => void): void {
  const act = useEffectEvent(run);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const at = event.target instanceof HTMLElement ? event.target : null;
      // A dialog has keys of its own.
      if (event.defaultPrevented || at?.closest('[role=dialog]')) return;
      const meant = command({
        key: event.key,
        modified: event.ctrlKey || event.altKey || event.metaKey,
        inField: at?.matches('input, textarea, select, [contenteditable]') ?? false,
        onControl: at?.matches('a, button, summary') ?? false,
      });
      if (!meant) return;
      event.preventDefault();
      act(meant);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
