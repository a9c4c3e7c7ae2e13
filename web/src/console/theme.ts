import { createTheme, type CSSVariablesResolver } from '@mantine/core';

export const theme = createTheme({
  primaryColor: 'cyan',
  primaryShade: { light: 9, dark: 9 },
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif",
  defaultRadius: 'md',
  cursorType: 'pointer',
});

/** Mantine's colours follow those of console.css, so that there is one palette, in light and in dark. */
export const variables: CSSVariablesResolver = () => ({ variables: {}, light: OURS, dark: OURS });

const OURS = {
  '--mantine-color-text': 'var(--ink)',
  '--mantine-color-dimmed': 'var(--faint)',
  '--mantine-color-placeholder': 'var(--faint)',
  '--mantine-color-default': 'var(--panel)',
  '--mantine-color-default-hover': 'var(--raised)',
  '--mantine-color-default-color': 'var(--ink)',
  '--mantine-color-default-border': 'var(--line)',
};
