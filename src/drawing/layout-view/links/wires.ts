/** Wires: what the router routes. Heights count up from the cores of a row, like those of the stacks. */

/** A box that a wire starts or ends at. */
export interface WireEnd {
  /** Equal for all wires at the same box. */
  readonly key: string;
  readonly row: number;
  readonly x: number;
  readonly right: number;
  readonly base: number;
  /** Height of its left and right edge, and of its upper edge at some x, above the cores. */
  readonly leftTop: number;
  readonly rightTop: number;
  readonly topAt: (x: number) => number;
  /** Whether wires may leave through its upper edge, in the gutters inside it. */
  readonly openTop: boolean;
}

export interface Wire {
  readonly key: string;
  readonly from: WireEnd;
  readonly to: WireEnd;
  /** Texts for the label, longest first; none for a wire without label. */
  readonly labels: readonly string[];
  /** Width a label needs beside its text. */
  readonly labelExtra: number;
}

/** A horizontal part of a wire above the stacks of one row. */
export interface Rail {
  readonly wire: Wire;
  readonly row: number;
  readonly x1: number;
  readonly x2: number;
  track: number;
}

/** One vertical part: it reaches from a port up to a rail. */
export interface Riser {
  readonly row: number;
  readonly x: number;
  /** Height where it leaves the box. */
  readonly from: number;
  readonly rail: Rail;
}

/** Where a wire goes, in heights above the cores of its rows. */
export interface RoutedWire {
  readonly wire: Wire;
  readonly start: PortPlace;
  readonly end: PortPlace;
  readonly rails: readonly Rail[];
  /** x of the margin strip between two rows; null for a wire within one. */
  readonly trunk: number | null;
  readonly risers: readonly Riser[];
}

export interface PortPlace {
  readonly end: WireEnd;
  /** Point on the edge of the box. */
  readonly x: number;
  readonly height: number;
  /** x of its riser. */
  readonly riserX: number;
  /** From which side the wire meets the box. */
  readonly side: 'left' | 'right' | 'top';
}
