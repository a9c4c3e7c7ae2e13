import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Session } from '../api/desk';
import { csvUrl, type Period, type Report } from '../api/insights';
import { Icon } from '../shared/Icon';
import { useWords } from '../shared/language';
import { Bad, Coming, Empty, Page, Part } from '../shared/Page';
import { Segments } from '../shared/Segments';
import { Behind } from './Behind';
import { Containment } from './Containment';
import { Efforts } from './Efforts';
import { periodOf } from './insights';
import './insights.css';
import type { Opened } from './NumberLink';
import { PeriodChoice } from './PeriodChoice';
import { Quality } from './Quality';
import { Scores } from './Scores';
import { Speed, type Clock } from './Speed';
import { useReport, useZone } from './useInsights';
import { Volume } from './Volume';
import { words } from './words';

const CLOCKS = ['clock', 'business'] as const;

/** Figures of a period, each with how many it rests on, and each a door to its conversations. */
export default function InsightsPage({ session }: { session: Session }) {
  const say = useWords(words);
  const [period, choose] = useState<Period>(() => periodOf('month', new Date()));
  const { report, failed, old, again } = useReport(period);
  const [opened, open] = useState<Opened>();
  return (
    <Page title={say.title} lead={say.lead} acts={<Exports period={period} />}>
      <PeriodChoice period={period} choose={choose} />
      {failed && <Bad text={say.failed} again={{ label: say.again, run: again }} />}
      {!report && !failed && <Coming heights={[130, 220, 180]} label={say.loading} />}
      {report && <div className="insights" data-old={old} aria-busy={old}><Shown report={report} period={period} session={session} open={open} /></div>}
      <Behind period={period} opened={opened} close={() => open(undefined)} />
    </Page>
  );
}

function Exports({ period }: { period: Period }) {
  const say = useWords(words);
  return (['cases', 'figures'] as const).map((what) => (
    <Button key={what} component="a" href={csvUrl(period, what)} download variant="default" leftSection={<Icon name="download" size={16} />}>{say.exports[what]}</Button>
  ));
}

function Shown({ report, period, session, open }: { report: Report; period: Period; session: Session; open: (one: Opened) => void }) {
  const say = useWords(words);
  const [clock, setClock] = useState<Clock>('clock');
  const zone = useZone();
  const cases = report.times.find(({ name }) => name === 'resolution')?.n ?? 0;
  return (
    <>
      <Part title={say.speed} count={cases} hint={say.speedHint} side={<Segments label={say.clock} value={clock} choose={setClock} choices={CLOCKS.map((value) => ({ value, label: say.clocks[value] }))} />}>
        {cases === 0 ? <Empty>{say.nothing}</Empty> : <Speed times={report.times} clock={clock} open={open} />}
      </Part>
      <Part title={say.volume} {...(zone ? { hint: say.clockZone(zone) } : {})}><Volume report={report} period={period} session={session} open={open} /></Part>
      <div className="insights-two">
        <Part title={say.containment} hint={say.containmentHint}><Containment endings={report.endings} open={open} /></Part>
        <Part title={say.quality} hint={say.qualityHint}><Quality shares={report.shares} open={open} /></Part>
      </div>
      <Part title={say.effort}>
        {cases > 0 && <Efforts efforts={report.efforts} open={open} />}
        <Scores scores={report.scores} open={open} />
      </Part>
    </>
  );
}
