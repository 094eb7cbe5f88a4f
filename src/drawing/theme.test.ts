import { describe, expect, test } from 'vitest';
import { themeOf, type Theme } from './theme.ts';

/** Relative luminance and contrast as WCAG 2.2 defines them. */
function luminance(colour: string): number {
  const channel = (at: number) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return ((high ?? 0) + 0.05) / ((low ?? 0) + 0.05);
}

const themes = [themeOf('light'), themeOf('dark')];

describe.each(themes)('theme $name', (theme: Theme) => {
  const grounds = [
    ...[theme.paper, theme.tile, theme.environment, theme.hypervisor, theme.os, theme.engine],
    ...[theme.core, theme.cache, theme.memory, theme.device, theme.cluster, theme.label],
    ...[theme.selectionSoft, theme.barTrack],
  ];

  test('[DRAW-18] text has at least 4.5:1 on every ground it stands on', () => {
    for (const ground of grounds) {
      expect(contrast(theme.text, ground), ground).toBeGreaterThanOrEqual(4.5);
      expect(contrast(theme.textSoft, ground), ground).toBeGreaterThanOrEqual(4.5);
    }
    for (const { fill, text } of [...theme.criticality, ...theme.cells])
      expect(contrast(text, fill), fill).toBeGreaterThanOrEqual(4.5);
    expect(contrast(theme.onViolation, theme.violation)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(theme.violation, theme.core)).toBeGreaterThanOrEqual(4.5);
  });

  test('[DRAW-18] outlines, links and marks have at least 3:1 on paper', () => {
    for (const colour of [
      ...[theme.outline, theme.frame, theme.link, theme.out, theme.into, theme.selection],
      theme.bar,
    ])
      expect(contrast(colour, theme.paper), colour).toBeGreaterThanOrEqual(3);
  });

  test('[DRAW-18] levels of criticality are told apart in grey', () => {
    const tones = theme.criticality.map(({ fill }) => luminance(fill));
    for (const [index, tone] of tones.slice(1).entries())
      expect((tones[index] ?? 0) - tone).toBeGreaterThan(0.05);
  });
});
