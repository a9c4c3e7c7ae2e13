import { createContext } from 'react';

/** What all boxes read: the language their texts are shown in. */
export const Spoken = createContext<{ language: string; languages: readonly string[] }>({ language: 'en', languages: [] });
