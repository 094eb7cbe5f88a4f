/** Words of channels, regions and grants. */
import type { ChannelKind, GrantMode, Region } from '../../model/layout.ts';

export const CHANNEL_WORDS: Readonly<Record<ChannelKind, string>> = {
  'shared-memory': 'shared memory',
  message: 'messages',
  notification: 'notification',
  socket: 'socket',
  virtio: 'virtio',
};

export const REGION_WORDS: Readonly<Record<Region['kind'], string>> = {
  shared: 'shared between environments',
  private: 'private to one environment',
  reserved: 'reserved',
};

export const GRANT_WORDS: Readonly<Record<GrantMode, string>> = {
  'pass-through': 'exclusive, passed through',
  'virtual-function': 'virtual function (SR-IOV)',
  'para-virtual': 'para-virtual, served by a back end',
  emulated: 'emulated',
};

/** Modes in which another environment serves the device. */
export const SERVED_MODES: ReadonlySet<GrantMode> = new Set(['para-virtual', 'emulated']);
