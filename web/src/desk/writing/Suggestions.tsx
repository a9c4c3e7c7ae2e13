import type { UsedSuggestions } from './useSuggestions';

/** Above the field: what fits what one is writing. The field keeps the focus. */
export function Suggestions({ used, id, label }: { used: UsedSuggestions; id: string; label: string }) {
  return (
    <ul className="suggestions" id={id} role="listbox" aria-label={label} hidden={used.shown.length === 0}>
      {used.shown.map((one, index) => (
        <li key={one.id} id={`${id}-${index}`} role="option" aria-selected={index === used.at} onPointerDown={(event) => (event.preventDefault(), used.choose(one))}>
          <b>{one.title}</b> <span>{one.detail}</span>
        </li>
      ))}
    </ul>
  );
}
