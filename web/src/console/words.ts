import type { Catalogue } from '../shared/language';

const en = {
  floor: 'Floor',
};

const fr: typeof en = {
  floor: 'Plateau',
};

export const words: Catalogue<typeof en> = { en, fr };
