import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';

export type Language = 'en' | 'fr';

/** What a folder says, in every language; the English words are the shape the others must have. */
export type Catalogue<Words> = Record<Language, Words>;

interface Speaking {
  language: Language;
  speak: (language: Language) => void;
}

const KEPT = 'causerie.language';
const Speech = createContext<Speaking>({ language: 'en', speak: () => undefined });

export function isLanguage(text: string | null | undefined): text is Language {
  return text === 'en' || text === 'fr';
}

/** The first language of the browser that we speak. */
export function preferred(languages: readonly string[]): Language {
  return languages.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en';
}

export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, speak] = useState<Language>(() => {
    const kept = localStorage.getItem(KEPT);
    return isLanguage(kept) ? kept : preferred(navigator.languages);
  });
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(KEPT, language);
  }, [language]);
  const speaking = useMemo(() => ({ language, speak }), [language]);
  return <Speech value={speaking}>{children}</Speech>;
}

export function useLanguage(): Speaking {
  return useContext(Speech);
}

export function useWords<Words>(catalogue: Catalogue<Words>): Words {
  return catalogue[useLanguage().language];
}

/** For Intl: our English writes the day before the month and counts to 24. */
export function localeOf(language: Language): string {
  return language === 'fr' ? 'fr-FR' : 'en-GB';
}

/** Names of codes that the server may add to: an unknown one is shown as its own words. */
export function named(names: Record<string, string>): (code: string) => string {
  return (code) => names[code] ?? code.replaceAll('_', ' ');
}
