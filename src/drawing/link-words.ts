/** What views say of links and channels: kinds, bandwidths, widths. */
import type { Link } from '../model/application.ts';
import type { Channel } from '../model/layout.ts';

/** How a link is carried, as drawings tell it apart; `none`: the layout has no channel for it. */
export type LinkStyle = 'shared-memory' | 'message' | 'event' | 'double' | 'none';

const STYLES: Readonly<Record<Channel['kind'], LinkStyle>> = {
  'shared-memory': 'shared-memory',
  message: 'message',
  notification: 'event',
  socket: 'double',
  virtio: 'double',
};

/** Names for legends, most direct first. */
export const LINK_STYLE_WORDS: readonly (readonly [LinkStyle, string])[] = [
  ['shared-memory', 'shared memory'],
  ['message', 'message'],
  ['event', 'event'],
  ['double', 'socket or virtio'],
  ['none', 'no channel in this layout'],
];

/** Upper bounds of the first three widths, in bytes per second: 64 KiB/s, 4 MiB/s, 256 MiB/s, 6 powers of two apart. */
const STEPS = [2 ** 16, 2 ** 22, 2 ** 28] as const;
export const WIDTH_STEP_WORDS = [
  'below 64 KiB/s',
  'below 4 MiB/s',
  'below 256 MiB/s',
  '256 MiB/s and more',
] as const;

/**
 * @param channel a channel, or null
 * @returns how it is drawn
 */
export function linkStyleOf(channel: Channel | null): LinkStyle {
  return channel ? STYLES[channel.kind] : 'none';
}

/**
 * @param bytesPerSecond bandwidth, or null
 * @returns 1 to 4; unknown is drawn thinnest
 */
export function widthStep(bytesPerSecond: number | null): number {
  if (bytesPerSecond === null) return 1;
  return 1 + STEPS.filter((bound) => bytesPerSecond >= bound).length;
}

/**
 * @param link a link
 * @returns payload times rate, or null when one is unknown
 */
export function bandwidthOf(link: Link): number | null {
  return link.payloadBytes === null || link.rateHz === null
    ? null
    : link.payloadBytes * link.rateHz;
}
