/** Section 9: who talks to whom, how it is carried, and along which chains. */
import type { Link } from '../../model/application.ts';
import { rows } from '../../model/plan.ts';
import { address, bandwidth, bytes, rate, time, words } from '../cells.ts';
import type { Block, Row, Section, Table } from '../document.ts';
import type { ReportFigures } from '../figures.ts';
import { applicationName, sourceOf, type ReportFacts } from '../report-facts.ts';
import { condensed } from '../printed-rows.ts';
import { budgetTable } from './allocation.ts';
import { chainParts } from './chains.ts';
import { estimateBlocks } from './estimates.ts';

function linkRow(facts: ReportFacts, link: Link): Row {
  const key = (field: keyof Link) => sourceOf(facts, link, field);
  const { payloadBytes, rateHz } = link;
  const flow = payloadBytes === null || rateHz === null ? null : payloadBytes * rateHz;
  return {
    id: link.id,
    cells: [
      words(link.name),
      words(applicationName(facts, link.fromApplicationId)),
      words(applicationName(facts, link.toApplicationId)),
      words(link.kind),
      bytes(payloadBytes, key('payloadBytes')),
      rate(rateHz, key('rateHz')),
      bandwidth(flow, 'A'),
      link.latencyBoundNs === null
        ? { text: 'not stated', value: null, tone: 'quiet' }
        : time(link.latencyBoundNs, key('latencyBoundNs')),
    ],
  };
}

function linksTable(facts: ReportFacts): Table {
  return {
    kind: 'table',
    id: 'table-9-1',
    caption: 'Links between applications',
    columns: [
      { key: 'link', head: 'Link', weight: 1.6 },
      { key: 'from', head: 'From', weight: 1.6 },
      { key: 'to', head: 'To', weight: 1.6 },
      { key: 'kind', head: 'Kind', weight: 0.8 },
      { key: 'payload', head: 'Payload', unit: 'bytes', numeric: true },
      { key: 'rate', head: 'Rate', unit: 'Hz', numeric: true },
      { key: 'flow', head: 'Flow', unit: 'bytes/s', numeric: true },
      { key: 'latency_bound', head: 'Latency bound', unit: 'ns', numeric: true },
    ],
    rows: rows(facts.plan.links).map((link) => linkRow(facts, link)),
    empty: 'The plan has no links.',
  };
}

function channelRow(facts: ReportFacts, link: Link): Row {
  const channel = facts.tree.channelOfLink.get(link.id);
  if (!channel) {
    return {
      id: link.id,
      cells: [
        words(link.name),
        words('no channel in this layout', 'warning'),
        ...Array.from({ length: 6 }, () => words(null)),
      ],
    };
  }
  const region = facts.tree.regions.find((each) => each.id === channel.regionId);
  const mechanism =
    channel.mechanismId === null
      ? null
      : (facts.catalogue.mechanisms.get(channel.mechanismId)?.name ?? channel.mechanismId);
  return {
    id: channel.id,
    cells: [
      words(link.name),
      words(channel.kind),
      words(mechanism ?? 'not chosen', mechanism === null ? 'quiet' : undefined),
      words(region?.name),
      channel.sizeBytes === null
        ? region === undefined
          ? words(null)
          : { text: 'all of it', value: region.sizeBytes, sources: ['A'] }
        : bytes(channel.sizeBytes, 'U'),
      channel.fromAddress === null ? words(null) : address(channel.fromAddress, 'U'),
      channel.toAddress === null ? words(null) : address(channel.toAddress, 'U'),
      words(channel.notes),
    ],
  };
}

function channelsTable(facts: ReportFacts): Table {
  const table: Table = {
    kind: 'table',
    id: 'table-9-2',
    caption: 'How this layout carries them; addresses as each end sees them',
    columns: [
      { key: 'link', head: 'Link', weight: 1.6 },
      { key: 'kind', head: 'Channel', weight: 1.2 },
      { key: 'mechanism', head: 'Mechanism', weight: 1.8 },
      { key: 'region', head: 'Region', weight: 1.2 },
      { key: 'size', head: 'Size', unit: 'bytes', numeric: true, weight: 0.8 },
      {
        key: 'from_address',
        head: "Sender's address",
        unit: 'address',
        numeric: true,
        weight: 1.2,
      },
      {
        key: 'to_address',
        head: "Receiver's address",
        unit: 'address',
        numeric: true,
        weight: 1.2,
      },
      { key: 'notes', head: 'Notes', weight: 2 },
    ],
    rows: rows(facts.plan.links).map((link) => channelRow(facts, link)),
    empty: 'The plan has no links.',
  };
  return condensed(table, ['link']);
}

/** What channels cost, and the bounds of links against it. */
function costBlocks(facts: ReportFacts): readonly Block[] {
  const budgets = facts.result.budgets.filter(({ kind }) => kind === 'ipc-latency');
  const bounds = 'Latency of channels against the bound of each link';
  const blocks = [
    ...(budgets.length === 0 ? [] : [budgetTable(facts, 'table-9-3', bounds, 'ns', budgets, '')]),
    ...estimateBlocks(facts, {
      id: 'table-9-4',
      caption: 'Latency and throughput of channels and what they were computed from',
      kinds: ['ipc-latency', 'ipc-throughput'],
    }),
  ];
  if (blocks.length > 0) return blocks;
  const reason = 'The catalogue has no figures for the mechanisms of these channels.';
  return [{ kind: 'not-assessed', reason }];
}

export function communicationSection(
  facts: ReportFacts,
  { matrix, chains }: Pick<ReportFigures, 'matrix' | 'chains'>,
): Section {
  return {
    number: 9,
    id: 'section-9',
    title: 'Communication',
    parts: [
      { title: 'Links', blocks: [linksTable(facts)] },
      { title: 'Channels', blocks: [channelsTable(facts)] },
      { title: 'Latency and throughput', blocks: costBlocks(facts) },
      ...(matrix === null ? [] : [{ title: 'Who talks to whom', blocks: [matrix] }]),
      ...chainParts(facts, chains),
    ],
  };
}
