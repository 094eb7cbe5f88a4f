import { describe, expect, test } from 'vitest';
import type { Drawing, DrawingItem, LinkRoute } from '../../drawing/drawing.ts';
import { hitAt } from './hit.ts';

const item = (part: DrawingItem['part'], x: number, y: number, size: number): DrawingItem => ({
  kind: part === 'tile' ? 'application' : 'environment',
  id: part,
  key: part,
  part,
  label: part,
  x,
  y,
  width: size,
  height: size,
  coreIds: [],
  environmentId: null,
  placementId: null,
});
const route = (id: string, y: number, ghost: boolean): LinkRoute => ({
  key: id,
  linkIds: [id],
  points: [
    [0, y],
    [100, y],
  ],
  ghost,
  labelBox: null,
  label: id,
});
const drawing = {
  items: [item('frame', 0, 0, 100), item('tile', 40, 40, 20)],
  links: [route('near', 50, false), route('far', 80, false), route('ghost', 58, true)],
} as unknown as Drawing;

const nameAt = (x: number, y: number): string | null => {
  const hit = hitAt(drawing, { x, y }, 12);
  if (!hit) return null;
  return hit.type === 'item' ? hit.item.id : (hit.route.linkIds[0] ?? null);
};

describe('[SCN-5] what the pointer hits', () => {
  test('[SCN-5] an application before a link that passes under it', () => {
    expect(nameAt(50, 50)).toBe('tile');
  });
  test('[SCN-5] a link within half a 24-pixel target before the environment beneath', () => {
    expect(nameAt(10, 44)).toBe('near');
    expect(nameAt(10, 25)).toBe('frame');
  });
  test('[SCN-5] a link that stands out before a ghost that is nearer', () => {
    expect(nameAt(10, 57)).toBe('near');
  });
  test('[SCN-5] nothing on empty paper', () => {
    expect(nameAt(300, 300)).toBeNull();
  });
});
