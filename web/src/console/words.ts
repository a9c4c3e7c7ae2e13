import type { Catalogue } from '../shared/language';

const en = {
  floor: 'Floor',
  insights: 'Insights',
  silence: 'Silence',
};

const fr: typeof en = {
  floor: 'Plateau',
  insights: 'Mesures',
  silence: 'Silence',
};

export const words: Catalogue<typeof en> = { en, fr };
