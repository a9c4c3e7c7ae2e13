import { Button, Textarea } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import * as studio from '../../api/studio';
import { CHANNELS, type LeftOut as Left, type Verdict } from '../../api/studio';
import { Icon } from '../../shared/Icon';
import { Glyph } from '../icons';
import { testsKey } from '../queries';
import { useSay } from '../useSay';
import { LeftOut } from './LeftOut';
import { byTest } from './tests';
import './tests.css';

/** The flow's own tests: kept beside it, played on every channel. */
export function Tests({ name, text, leftOut }: { name: string; text: string; leftOut: Left }) {
  const say = useSay();
  const client = useQueryClient();
  const key = testsKey(name);
  const kept = useQuery({ queryKey: key, queryFn: async () => (await studio.flow(name)).tests, staleTime: 0 });
  const [written, write] = useState<string | null>(null);
  const tests = written ?? kept.data ?? '';
  const running = useMutation({
    mutationFn: async () => {
      if (tests !== kept.data) await studio.keepTests(name, tests, kept.data ?? '');
      client.setQueryData(key, tests);
      return studio.test(name, text);
    },
    onError: () => kept.refetch(), // whoever was told that others changed them saw it, and may keep theirs now
  });
  return (
    <div className="tests">
      <p className="hint">{say.testsLead}</p>
      <LeftOut left={leftOut} channels={CHANNELS} />
      {kept.data === '' && written === null && <p className="studio-empty">{say.noTests} <Button size="compact-sm" variant="default" onClick={() => write(first(name))}>{say.writeTest}</Button></p>}
      {tests !== '' && <Textarea className="code-field" size="xs" autosize minRows={6} maxRows={24} spellCheck={false} label={say.testsText} value={tests} onChange={(event) => write(event.currentTarget.value)} />}
      {tests !== '' && <Button size="sm" variant="default" loading={running.isPending} leftSection={<Glyph name="flask" size={16} />} onClick={() => running.mutate()}>{say.runTests}</Button>}
      {running.isError && <p className="studio-refusal" role="alert"><Icon name="warning" size={16} /> {say.testsRefused} {running.error.message}</p>}
      {running.data && <Verdicts verdicts={running.data} />}
    </div>
  );
}

/** How each test went, channel by channel. */
export function Verdicts({ verdicts }: { verdicts: Verdict[] }) {
  const say = useSay();
  const tests = byTest(verdicts);
  const failed = tests.filter((test) => test.failures.length > 0).length;
  return (
    <section className="verdicts" role="status">
      <p className="verdicts-sum" data-tone={failed > 0 ? 'late' : 'good'}><Icon name={failed > 0 ? 'warning' : 'check'} size={16} /> {failed > 0 ? say.someFailed(failed, tests.length) : say.allHeld(tests.length)}</p>
      <ul>
        {tests.map((test) => (
          <li key={test.name} data-failed={test.failures.length > 0 || undefined}>
            <Icon name={test.failures.length > 0 ? 'close' : 'check'} size={15} />
            <div>
              <strong>{test.name}</strong>
              <small>{test.channels.map(say.channels).join(' · ')}</small>
              {test.failures.map((one, index) => <p key={index}><b>{one.channels.map(say.channels).join(', ')}{one.onlyFaults && `, ${say.withFaults}`}</b> {say.line(one.line)}: {one.problem}</p>)}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

const first = (name: string): string => `flow: ${name}\ntests:\n  - name: it begins\n    turns:\n      - start: ${name}\n      - bot: {has: …}\n`;
