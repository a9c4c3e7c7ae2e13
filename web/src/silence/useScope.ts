import type { BrandShape } from '../api/floor';
import { useLanguage, useWords } from '../shared/language';
import { parted } from './silence';
import { words } from './words';

export function useTopicName(brand: BrandShape | undefined): (id: string) => string {
  const { language } = useLanguage();
  return (id) => brand?.topics.find((topic) => topic.id === id)?.label[language] ?? id;
}

/** What a silence is about, in words. */
export function useScope(brand: BrandShape | undefined): (scope: string) => string {
  const say = useWords(words);
  const topic = useTopicName(brand);
  return (scope) => {
    const { kind, name } = parted(scope);
    return say.scope(kind, kind === 'topic' ? topic(name) : say.channels(name));
  };
}
