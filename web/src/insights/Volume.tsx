import type { Session } from '../api/desk';
import type { Count, Period, Report } from '../api/insights';
import { conclusionOf } from '../shared/conclusions';
import { localeOf, useLanguage, useWords } from '../shared/language';
import { Bars } from './Bars';
import { Columns } from './Columns';
import { everyDay, everyHour, ranked, summed } from './insights';
import type { Open } from './NumberLink';
import { words } from './words';

/** How much came, when, where, and about what. */
export function Volume({ report, period, session, open }: { report: Report; period: Period; session: Session; open: Open }) {
  const say = useWords(words);
  const { language } = useLanguage();
  const day = new Intl.DateTimeFormat(localeOf(language), { weekday: 'short', day: 'numeric', month: 'short' });
  const days = everyDay(report.days, period, new Date()).map(({ key, n }) => ({ key, n, of: `day:${key}`, name: day.format(new Date(`${key}T12:00`)) }));
  const hours = everyHour(report.hours).map(({ key, n }) => ({ key, n, of: `hour:${key}`, name: `${key}:00` }));
  return (
    <>
      <div className="insights-two">
        {days.length > 1 && <div className="panel panel-pad"><Columns title={say.days} columns={days} heads={[say.day, say.cases]} open={open} /></div>}
        <div className="panel panel-pad"><Columns title={say.hours} columns={hours} heads={[say.hour, say.cases]} open={open} /></div>
      </div>
      <div className="insights-four">
        <List title={say.byChannel} head={say.messages} counts={summed(report.volume, 'channel')} group="channel" name={say.channels} open={open} />
        <List title={say.byKind} head={say.messages} counts={summed(report.volume, 'kind')} group="kind" name={say.triage} open={open} />
        <List title={say.byReason} head={say.cases} counts={ranked(report.reasons)} group="reason" name={say.reasons} open={open} />
        <List title={say.byConclusion} head={say.cases} counts={ranked(report.conclusions)} group="conclusion" name={(one) => conclusionOf(session, one, language, say.otherConclusion)} open={open} none={say.noConclusions} />
        <List title={say.byTag} head={say.cases} counts={ranked(report.tags).slice(0, 12)} group="tag" name={(tag) => tag} open={open} none={say.noTags} />
      </div>
    </>
  );
}

interface ListProps {
  title: string;
  head: string;
  counts: Count[];
  group: string;
  name: (key: string) => string;
  open: Open;
  none?: string;
}

function List({ title, head, counts, group, name, open, none }: ListProps) {
  const say = useWords(words);
  const bars = counts.map(({ key, n }) => ({ key, n, name: name(key), title: `${title}, ${name(key)}`, of: `${group}:${key}` }));
  return (
    <section className="panel panel-pad" aria-label={title}>
      <h3>{title}</h3>
      {counts.length === 0 ? <p className="page-hint">{none ?? say.none}</p> : <Bars label={title} columns={[title, head]} bars={bars} open={open} />}
    </section>
  );
}
