/** Colours of the drawings: concrete in every output, one set for paper and light screens, one for dark ones. */

export type ThemeName = 'light' | 'dark';

/** Colours by what they are for. Outlines have at least 3:1 against what they stand on, text at least 4.5:1. */
export interface Theme {
  readonly name: ThemeName;
  readonly paper: string;
  readonly text: string;
  readonly textSoft: string;
  /** Separators that carry no meaning. */
  readonly hairline: string;
  /** Outline of filled boxes. */
  readonly outline: string;
  readonly frame: string;
  readonly tile: string;
  readonly environment: string;
  /** Layers of the stack, from the hardware up. */
  readonly hypervisor: string;
  readonly os: string;
  readonly engine: string;
  readonly core: string;
  readonly cache: string;
  readonly memory: string;
  readonly device: string;
  readonly cluster: string;
  readonly bar: string;
  readonly barSoft: string;
  readonly barTrack: string;
  /** For violations only, always with "!". */
  readonly violation: string;
  readonly onViolation: string;
  readonly link: string;
  readonly ghost: string;
  readonly label: string;
  /** Links out of and into what is selected. */
  readonly out: string;
  readonly into: string;
  readonly selection: string;
  readonly selectionSoft: string;
  /** Criticality, lowest to highest, and the text colour on each. */
  readonly criticality: readonly { readonly fill: string; readonly text: string }[];
  /** Okabe-Ito without the red: stripes of environments. */
  readonly stripes: readonly string[];
  /** Shades of a matrix cell, fewest to most. */
  readonly cells: readonly { readonly fill: string; readonly text: string }[];
}

const RAMP = ['#F2F4F7', '#AAC7E1', '#6498C8', '#3568A1', '#183B6C'] as const;
const CRITICALITY = RAMP.map((fill, index) => ({
  fill,
  text: index < 3 ? '#000000' : '#FFFFFF',
}));

const LIGHT: Theme = {
  name: 'light',
  paper: '#FFFFFF',
  text: '#17202B',
  textSoft: '#4A5666',
  hairline: '#D5DBE2',
  outline: '#7A8696',
  frame: '#3D4958',
  tile: '#FFFFFF',
  environment: '#FBFCFD',
  hypervisor: '#CBD3DD',
  os: '#E3E8EE',
  engine: '#EEF1F5',
  core: '#FFFFFF',
  cache: '#E9EDF2',
  memory: '#DDE3EA',
  device: '#FFFFFF',
  cluster: '#F6F8FA',
  bar: '#3D4B5E',
  barSoft: '#9AA7B7',
  barTrack: '#E5E9EE',
  violation: '#B3261E',
  onViolation: '#FFFFFF',
  link: '#2F3B4A',
  ghost: '#C9D0D9',
  label: '#FFFFFF',
  out: '#0063A6',
  into: '#A65200',
  selection: '#0B57D0',
  selectionSoft: '#E3EDFC',
  criticality: CRITICALITY,
  stripes: ['#0072B2', '#E69F00', '#009E73', '#CC79A7', '#56B4E9', '#F0E442', '#8A8A8A'],
  cells: CRITICALITY.slice(0, 4),
};

const DARK: Theme = {
  name: 'dark',
  paper: '#161B22',
  text: '#E8ECF2',
  textSoft: '#AEB8C5',
  hairline: '#333D4A',
  outline: '#76828F',
  frame: '#9AA6B4',
  tile: '#1F2630',
  environment: '#191F27',
  hypervisor: '#3B4756',
  os: '#2D3743',
  engine: '#262F3A',
  core: '#1F2630',
  cache: '#27303B',
  memory: '#303B48',
  device: '#1F2630',
  cluster: '#1B2129',
  bar: '#B5C1CF',
  barSoft: '#6C7A8B',
  barTrack: '#333D4A',
  violation: '#FF8A80',
  onViolation: '#1B0906',
  link: '#D3DAE3',
  ghost: '#3A4654',
  label: '#161B22',
  out: '#7CC4FF',
  into: '#FFB770',
  selection: '#8AB4F8',
  selectionSoft: '#22344F',
  criticality: CRITICALITY,
  stripes: ['#3BA0DB', '#E69F00', '#17B98C', '#DD8FBB', '#7CC9F2', '#F0E442', '#A6A6A6'],
  cells: [
    { fill: '#2A3542', text: '#FFFFFF' },
    { fill: '#33506F', text: '#FFFFFF' },
    { fill: '#4F82B5', text: '#000000' },
    { fill: '#9CC4E8', text: '#000000' },
  ],
};

/**
 * @param name which theme; light is the truth of print
 * @returns its colours
 */
export function themeOf(name: ThemeName | undefined): Theme {
  return name === 'dark' ? DARK : LIGHT;
}
