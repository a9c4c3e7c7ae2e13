import type { Catalogue } from '../shared/language';

const en = {
  floor: 'Floor',
  insights: 'Insights',
};

const fr: typeof en = {
  floor: 'Plateau',
  insights: 'Mesures',
};

export const words: Catalogue<typeof en> = { en, fr };
