import { TextInput } from '@mantine/core';
import { jsonOf, type Pretended, type Value } from '../../api/studio';
import { useSay } from '../useSay';

interface Props {
  names: string[];
  actions: Record<string, Pretended>;
  pretend: (actions: Record<string, Pretended>) => void;
}

/** Actions that others do are not called from here: one says what comes of each. */
export function Outside({ names, actions, pretend }: Props) {
  const say = useSay();
  if (names.length === 0) return null;
  return (
    <fieldset className="outside">
      <legend>{say.pretend}</legend>
      <p className="hint">{say.pretendLead}</p>
      {names.map((name) => {
        const given = actions[name] ?? {};
        return (
          <div className="outside-one" key={name}>
            <code>{name}</code>
            <TextInput size="xs" className="code-field" aria-label={`${name}: ${say.result}`} placeholder='{"total": 3}' disabled={given.error !== undefined} defaultValue={given.result === undefined ? '' : JSON.stringify(given.result)}
              onBlur={(event) => pretend({ ...actions, [name]: { result: parsed(event.currentTarget.value) } })} />
            <label className="tick"><input type="checkbox" checked={given.error !== undefined} onChange={(event) => pretend({ ...actions, [name]: event.currentTarget.checked ? { error: 'down' } : {} })} /> {say.fails}</label>
          </div>
        );
      })}
    </fieldset>
  );
}

/** JSON where it is, else the words themselves. */
function parsed(text: string): Value {
  if (!text.trim()) return null;
  try {
    return jsonOf(text);
  } catch {
    return text;
  }
}
