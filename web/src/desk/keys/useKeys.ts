import { useEffect, useEffectEvent } from 'react';
import { command, type Command } from './keys';
import { areSingleKeysOn } from './useSingleKeys';

/** Runs the command of a key that nothing else wanted; `run` says whether it did something. */
export function useKeys(run: (command: Command) => boolean): void {
  const act = useEffectEvent(run);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const at = event.target instanceof HTMLElement ? event.target : null;
      // A dialog has keys of its own: also before it has the focus, and the one that has just closed it.
      if (event.defaultPrevented || at?.closest('[role=dialog]') || document.querySelector('[role=dialog]')) return;
      const meant = command({
        key: event.key,
        code: event.code,
        shifted: event.shiftKey,
        modified: event.ctrlKey || event.altKey || event.metaKey,
        inField: at?.matches('input, textarea, select, [contenteditable]') ?? false,
        onControl: at?.matches('a, button, summary') ?? false,
        singleOff: !areSingleKeysOn(),
      });
      if (meant && act(meant)) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
