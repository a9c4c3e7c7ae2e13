import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import * as studio from '../../api/studio';
import { Glyph } from '../icons';
import { testsKey } from '../queries';
import { useSay } from '../useSay';
import { withTest } from './try';

/** What one has tried becomes a test of the flow. */
export function Record({ flow, write }: { flow: string; write: (name: string) => string }) {
  const say = useSay();
  const client = useQueryClient();
  const [name, rename] = useState('');
  const keeping = useMutation({
    mutationFn: () => studio.addTest(flow, (tests) => withTest(tests, flow, write(name))),
    onSuccess: () => {
      rename('');
      return client.invalidateQueries({ queryKey: testsKey(flow) });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim()) keeping.mutate();
  };
  return (
    <form className="record" onSubmit={submit}>
      <TextInput size="xs" label={say.recordTest} placeholder={say.testName} value={name} onChange={(event) => rename(event.currentTarget.value)} />
      <Button size="xs" variant="default" type="submit" disabled={!name.trim()} loading={keeping.isPending} leftSection={<Glyph name="flask" size={14} />}>{say.keep}</Button>
      <p role="status" className="hint">{keeping.isSuccess && say.recorded}</p>
      {keeping.isError && <p className="studio-refusal" role="alert">{say.testsRefused} {keeping.error.message}</p>}
    </form>
  );
}
