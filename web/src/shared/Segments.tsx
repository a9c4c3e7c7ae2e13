import { useId } from 'react';
import './page.css';

interface Props<Value extends string> {
  label: string;
  value: Value;
  choices: readonly { value: Value; label: string }[];
  choose: (value: Value) => void;
}

/** One of a few, all in sight: radio buttons side by side. */
export function Segments<Value extends string>({ label, value, choices, choose }: Props<Value>) {
  const name = useId();
  return (
    <div className="segments" role="radiogroup" aria-label={label}>
      {choices.map((one) => (
        <label key={one.value}>
          <input type="radio" name={name} value={one.value} checked={one.value === value} onChange={() => choose(one.value)} />
          {one.label}
        </label>
      ))}
    </div>
  );
}
