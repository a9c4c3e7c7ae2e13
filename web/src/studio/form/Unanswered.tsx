import { TextInput } from '@mantine/core';
import type { Value } from '../../api/studio';
import { isRecord, record, withKeys, written } from '../flow/values';
import { useSay } from '../useSay';
import { Lasting, Texts, To } from './Fields';
import type { Part } from './Part';

/** What happens to who answers something else, or nothing. */
export function Unanswered({ step, around, put }: Part) {
  const say = useSay();
  const unclear = record(step.values['unclear']);
  const silence = step.values['silence'];
  const puts = (values: Record<string, Value | undefined>) => {
    const whole = withKeys(unclear, values);
    put({ unclear: Object.keys(whole).length > 0 ? whole : undefined });
  };
  return (
    <>
      <details className="form-more" open={'unclear' in step.values}>
        <summary>{say.unclear}</summary>
        <div className="form">
          <Texts label={say.unclearSay} optional value={unclear['say']} around={around} change={(value) => puts({ say: value })} />
          <div className="form-two">
            <TextInput size="sm" type="number" min={1} max={9} label={say.times} value={written(unclear['times']) || '2'} onChange={(event) => puts({ times: Number(event.currentTarget.value) || undefined })} />
            <To label={say.then} none={say.toHuman} value={unclear['then']} around={around} change={(then) => puts({ then })} />
          </div>
        </div>
      </details>
      <details className="form-more" open={isRecord(silence)}>
        <summary>{say.silence}</summary>
        <div className="form">
          <label className="tick"><input type="checkbox" checked={isRecord(silence)} onChange={(event) => put({ silence: event.currentTarget.checked ? { after: '1d', go: 'end' } : undefined })} /> {say.silenceOn}</label>
          {isRecord(silence) && (
            <div className="form-two">
              <Lasting label={say.after} value={silence['after']} change={(after) => put({ silence: { ...silence, after } })} />
              <To label={say.then} value={silence['go']} around={around} change={(go) => put({ silence: { ...silence, go: go ?? 'end' } })} />
            </div>
          )}
        </div>
      </details>
    </>
  );
}
