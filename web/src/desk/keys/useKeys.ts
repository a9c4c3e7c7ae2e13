import { useEffect, useRef } from 'react';
import { command } from './keys';
import { offer, type Acts, type Named } from './offered';
import { chordOf } from './ownKeys';
import { useKeyboard } from './useKeyboard';
import { areSingleKeysOn } from './useSingleKeys';

const NONE: readonly Named[] = [];

/** Offers what can be done here: by its key, where nothing else wants that key, and by its name in the palette. */
export function useKeys(acts: Acts, named = NONE): void {
  const { keys } = useKeyboard();
  const latest = useRef({ acts, named, keys });
  useEffect(() => {
    latest.current = { acts, named, keys };
  });
  useEffect(() => offer(() => latest.current), []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const at = event.target instanceof HTMLElement ? event.target : null;
      // A dialog has keys of its own: also before it has the focus, and the one that has just closed it.
      if (event.defaultPrevented || at?.closest('[role=dialog]') || document.querySelector('[role=dialog]')) return;
      const meant = command({
        key: event.key,
        code: event.code,
        shifted: event.shiftKey,
        // What a French board writes with AltGr is held with Ctrl and Alt, and is written all the same.
        chord: event.getModifierState('AltGraph') ? null : chordOf({ key: event.key, ctrl: event.ctrlKey, alt: event.altKey, meta: event.metaKey, shift: event.shiftKey }),
        modified: event.ctrlKey || event.altKey || event.metaKey,
        inField: at?.matches('input, textarea, select, [contenteditable]') ?? false,
        onControl: at?.matches('a, button, summary') ?? false,
        singleOff: !areSingleKeysOn(),
      }, latest.current.keys);
      const act = meant ? latest.current.acts[meant] : undefined;
      if (act === undefined) return;
      if (act === null || act() !== false) event.preventDefault();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
}
