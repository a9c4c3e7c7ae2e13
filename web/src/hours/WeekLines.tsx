import { useWords } from '../shared/language';
import { isAlways, isOvernight, runs, type Period, type Week } from './hours';
import { useDays } from './useDays';
import { words } from './words';

/** A week in words, days in a row that are the same together. */
export function WeekLines({ week }: { week: Week }) {
  const say = useWords(words);
  const days = useDays();
  if (isAlways(week)) return <p className="hours-always">{say.always}</p>;
  return (
    <ul className="hours-lines">
      {runs(week).map(({ first, last, periods }) => (
        <li key={first}>
          <span>{last === first ? days.week[first] : say.days(days.week[first] ?? '', days.week[last] ?? '', last - first > 1)}</span>
          <span className="hours-times">{periods.length === 0 ? say.closed : periods.map((one, at) => <Times key={at} period={one} />)}</span>
        </li>
      ))}
    </ul>
  );
}

function Times({ period }: { period: Period }) {
  const say = useWords(words);
  return <span>{period.from}–{period.to}{isOvernight(period) && <small> {say.overnight}</small>}</span>;
}
