/** Wording of what can be wrong with an hwloc topology. */
import { defineProblems } from '../../model/problem.ts';

export const hwlocProblem = defineProblems({
  'hwloc-not-a-topology': {
    message: 'this XML is not an hwloc topology',
    remedy: 'Write one with "lstopo file.xml" on the machine.',
  },
  'hwloc-version': {
    message: 'this version of the hwloc format is not read',
    remedy: 'Export the topology again with hwloc 1.0 to 3.x.',
  },
  'hwloc-no-root-object': {
    message: 'the topology has no object',
    remedy: 'Export the topology again; the file may have been cut.',
  },
  'hwloc-several-root-objects': {
    message: 'the topology has more than one object at its top',
    remedy: 'Keep one machine in the file.',
  },
  'hwloc-object-type': {
    message: 'the object has a type that is not known',
    remedy: 'Export the topology again with hwloc 1.0 to 3.x.',
  },
  'hwloc-misplaced-object': {
    message: 'a {child} object cannot stand inside a {parent} object',
    remedy: 'Export the topology again; the file may have been edited by hand.',
  },
  'hwloc-missing-cpuset': {
    message: 'the {type} object does not say which processing units it holds',
    remedy: 'Add its cpuset attribute, or export the topology again.',
  },
  'hwloc-unexpected-cpuset': {
    message: 'a {type} object holds no processing units and cannot have a cpuset',
    remedy: 'Remove the attribute, or export the topology again.',
  },
  'hwloc-missing-nodeset': {
    message: 'the NUMA node does not say which number it has',
    remedy: 'Add its nodeset attribute, or export the topology again.',
  },
  'hwloc-set': {
    message: 'the attribute {attribute} is not a set of numbers',
    remedy: 'Write 32 bits at a time, for example 0x0000ffff,0xffffffff.',
  },
  'hwloc-set-too-large': { message: 'the attribute {attribute} reaches beyond what is read' },
  'hwloc-number': { message: 'the attribute {attribute} is not a number that is possible there' },
  'hwloc-cache-type': {
    message: 'the cache does not say which one it is, or says it in two ways',
    remedy: 'Correct type, depth and cache_type, or export the topology again.',
  },
  'hwloc-pci-address': {
    message: 'this is not a PCI address',
    remedy: 'Correct the attribute, or export the topology again.',
  },
  'hwloc-pci-type': {
    message: 'this is not a PCI class with its identifiers',
    remedy: 'Correct the attribute, or export the topology again.',
  },
  'hwloc-duplicate-pu': {
    message: 'two processing units have the number {found}',
    remedy: 'Export the topology again; the file may have been edited by hand.',
  },
  'hwloc-no-processing-unit': {
    message: 'no processing unit is left: the file has none, or allows none to be used',
    remedy: 'Export the topology again, from a process that may use the processing units.',
  },
  'hwloc-no-numa-node': {
    message: 'the topology has no NUMA node, though its format demands one',
    remedy: 'Export the topology again with its memory.',
  },
  'hwloc-overlapping-objects': {
    message: 'the object holds processing units that one beside it holds too',
    remedy: 'Export the topology again; the file may have been edited by hand.',
  },
  'hwloc-too-many-objects': { message: 'the machine has more {kind} than a target can hold' },
});
