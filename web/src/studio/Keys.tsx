import { Kbd } from '@mantine/core';
import { useSay } from './useSay';

export function Keys() {
  const say = useSay();
  return (
    <>
      <p className="hint">{say.keysLead}</p>
      <dl className="studio-keys">{say.keyList.map(([key, what]) => <div key={key}><dt><Kbd>{key}</Kbd></dt><dd>{what}</dd></div>)}</dl>
    </>
  );
}
