import type { Kind } from '../api/studio';
import { Drawn, Icon, type IconName } from '../shared/Icon';

/** Those of the Studio alone: they come with it, and not with the Desk. */
const PATHS = {
  say: 'M5 5h14v10h-8l-4 4v-4H5z',
  ask: 'M5 5h14v10.500h-7l-4 4v-4H5z M10.400 8.400a1.700 1.700 0 1 1 2.300 1.600c-.5.2-.7.5-.7 1.100 M12 13v.01',
  choose: 'M5 7v.01 M9 7h10 M5 12v.01 M9 12h10 M5 17v.01 M9 17h10',
  if: 'M12 3.500 20.500 12 12 20.500 3.500 12z',
  set: 'M5 9.500h14 M5 14.500h14',
  call: 'M5 5v5a4 4 0 0 0 4 4h10 M15 10l4 4-4 4',
  end: 'M7 7h10v10H7z',
  play: 'M8 5.500 18.500 12 8 18.500z',
  undo: 'M9 6 4.500 10.500 9 15 M4.500 10.500H14a5 5 0 0 1 0 9h-3',
  redo: 'M15 6l4.500 4.500L15 15 M19.500 10.500H10a5 5 0 0 0 0 9h3',
  copy: 'M9 9h11v11H9z M15 9V4H4v11h5',
  paste: 'M8 5H5v15h14V5h-3 M8 3.500h8v4H8z',
  trash: 'M5 7h14 M10 7V4h4v3 M7 7l1 13h8l1-13',
  up: 'M12 19V5 M6 11l6-6 6 6',
  down: 'M12 5v14 M6 13l6 6 6-6',
  history: 'M4 5v5h5 M4.600 10a8 8 0 1 1-.5 4 M12 8v4l3 2',
  flask: 'M9 3h6 M10 3v6.500L5 18a2 2 0 0 0 2 3h10a2 2 0 0 0 2-3l-5-8.500V3 M7.500 15h9',
  tidy: 'M9 4h6v4.500H9z M4 15.500h6V20H4z M14 15.500h6V20h-6z M12 8.500v3.500 M7 15.500V12h10v3.500',
  fit: 'M4 9V4h5 M15 4h5v5 M20 15v5h-5 M9 20H4v-5',
  minus: 'M5 12h14',
  more: 'M6 9l6 6 6-6',
  forward: 'M5 5.500 13 12l-8 6.500z M14 5.500 22 12l-8 6.500z',
} as const;

export type GlyphName = keyof typeof PATHS;

export function Glyph({ name, size = 16 }: { name: GlyphName; size?: number }) {
  return <Drawn path={PATHS[name]} size={size} />;
}

const SHARED: Partial<Record<Kind, IconName>> = { do: 'bolt', wait: 'clock', handoff: 'user' };

export function KindIcon({ kind, size = 16 }: { kind: Kind; size?: number }) {
  const shared = SHARED[kind];
  if (shared) return <Icon name={shared} size={size} />;
  return kind === 'do' || kind === 'wait' || kind === 'handoff' ? null : <Glyph name={kind} size={size} />;
}

/** In a tile of its colour: see studio.css. */
export function KindTile({ kind }: { kind: Kind }) {
  return <span className="kind-tile" data-kind={kind}><KindIcon kind={kind} size={14} /></span>;
}
