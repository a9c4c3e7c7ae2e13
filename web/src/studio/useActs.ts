import type { Kind } from '../api/studio';
import type { UsedDraft } from './draft/useDraft';
import { added, copied, isClip, pasted, removed, renamed, shifted, type Clip } from './flow/edits';
import { useSay } from './useSay';

const KEPT = 'causerie.studio.clip';

export interface Acts {
  add: (kind: Kind) => void;
  copy: () => void;
  cut: () => void;
  paste: () => void;
  duplicate: () => void;
  remove: () => void;
  shift: (by: 1 | -1) => void;
  rename: (from: string, to: string) => void;
}

interface Given {
  used: UsedDraft;
  selected: ReadonlySet<string>;
  languages: readonly string[];
  choose: (step: string) => void;
  select: (steps: ReadonlySet<string>) => void;
  tell: (text: string) => void;
}

/** What can be done to the steps that are chosen. Copies are kept in the browser: they go from flow to flow. */
export function useActs({ used, selected, languages, choose, select, tell }: Given): Acts {
  const say = useSay();
  const { model } = used;
  const chosen = model.steps.filter((step) => selected.has(step.id)).map((step) => step.id);
  const last = chosen.at(-1) ?? model.steps.at(-1)?.id ?? null;
  const put = (clip: Clip | null, after: string | null) => {
    if (!clip) return;
    const { ids, edits } = pasted(model, clip, after);
    used.edit(edits);
    select(new Set(ids));
    tell(say.pasted(ids.length));
  };
  const copy = () => {
    if (chosen.length === 0) return;
    localStorage.setItem(KEPT, JSON.stringify(copied(model, chosen)));
    tell(say.copied(chosen.length));
  };
  const remove = () => {
    const edits = removed(model, chosen);
    if (edits.length === 0) return;
    const at = model.steps.findIndex((step) => step.id === chosen[0]);
    used.edit(edits);
    const left = model.steps.filter((step) => !selected.has(step.id));
    select(new Set([left[Math.min(at, left.length - 1)]?.id ?? '']));
  };
  return {
    add: (kind) => {
      const { id, edits } = added(model, kind, last, languages);
      used.edit(edits);
      choose(id);
    },
    copy,
    cut: () => {
      copy();
      remove();
    },
    paste: () => put(kept(), last),
    duplicate: () => chosen.length > 0 && put(copied(model, chosen), last),
    remove,
    rename: (from, to) => {
      const { [from]: box, ...others } = used.draft.boxes;
      used.edit(renamed(model, from, to));
      if (box) used.move({ ...others, [to]: box });
      select(new Set([to]));
    },
    shift: (by) => chosen[0] !== undefined && used.edit(shifted(model, chosen[0], by)),
  };
}

function kept(): Clip | null {
  try {
    const clip: unknown = JSON.parse(localStorage.getItem(KEPT) ?? 'null');
    return isClip(clip) ? clip : null;
  } catch {
    return null; // something else wrote there
  }
}
