/**
 * Wording of what can be wrong with a CSV file. Problems stop the import; notices only tell. A choice in braces is one that whoever
 * imports can make: command line and dialog each put their own name for it there (`namingChoices`).
 */
import { defineProblems } from '../../model/problem.ts';

export const csvProblem = defineProblems({
  'csv-too-large': {
    message: 'the file is larger than what is read',
    remedy: 'Split it into several files.',
  },
  'csv-too-many-rows': {
    message: 'the file has more rows than what is read',
    remedy: 'Split it into several files.',
  },
  'csv-too-many-columns': {
    message: 'the header has more columns than what is read',
    remedy: 'Remove the columns that are not imported.',
  },
  'csv-empty': {
    message: 'there is no row under the header',
    remedy: 'The first row names the columns, each further row is a record.',
  },
  'csv-quotes': {
    message: 'the quotes of a cell do not match',
    remedy: 'Put quotes around the whole cell and double those inside.',
  },
  'csv-cell-count': {
    message: 'the row has another number of cells than the header',
    remedy: 'Check its separators; put quotes around cells that contain one.',
  },
  'csv-unknown-kind': {
    message: 'the columns do not tell whether these are applications, tasks, links or chains',
    remedy: 'Correct the headers, or say what the file holds: {format}.',
  },
  'csv-missing-column': {
    message: 'a column is missing',
    remedy: 'Add it, or correct its header.',
  },
  'csv-duplicate-column': {
    message: 'two columns say the same',
    remedy: 'Remove one of them.',
  },
  'csv-missing-value': { message: 'a value is missing', remedy: 'Fill the cell.' },
  'csv-not-a-number': {
    message: 'this is not a number',
    remedy: 'Write digits with a decimal point, and a unit where the header has none.',
  },
  'csv-ambiguous-number': {
    message: 'this number can be read in two ways',
    remedy: 'Write it without separators between thousands, with a decimal point.',
  },
  'csv-unknown-unit': { message: 'this unit is not known here' },
  'csv-missing-unit': {
    message: 'the number has no unit',
    remedy:
      'Put the unit into the header (for example period_us) or into the cell (10 ms), or say it for all times that have none: {timeUnit}.',
  },
  'csv-too-fine': {
    message: 'the time is finer than a nanosecond',
    remedy: 'Round it to whole nanoseconds.',
  },
  'csv-out-of-range': { message: 'the number is out of range' },
  'csv-unknown-word': { message: 'this word is not known here' },
  'csv-not-allowed': { message: 'the text is not allowed here' },
  'csv-duplicate-name': {
    message: 'the {word} "{found}" stands in more than one row',
    remedy: 'Keep one of the rows, or give them different names.',
  },
  'csv-ambiguous-name': {
    message: 'the plan has more than one {word} "{found}"',
    remedy: 'Rename one of them, or name its application too.',
  },
  'csv-unknown-name': {
    message: 'the plan has no {word} "{found}"',
    remedy: 'Import or create it first, or correct the name.',
  },
  'csv-not-its-task': {
    message: 'the task "{found}" does not belong to the application of its row',
    remedy: 'Correct the application or the task.',
  },
  'csv-incomplete-load': {
    message: 'a load needs both a share and the core type it was stated for',
    remedy: 'Fill both cells, or neither.',
  },
});

export const csvNotice = defineProblems({
  'csv-ignored-column': {
    message: 'the column is not known and is not imported',
    remedy: 'Rename it if it should be.',
  },
  'csv-rounded': { message: 'the size was rounded to whole bytes' },
  'csv-times-of-bound-core': {
    message:
      'the table names no core type; the times of new tasks are read as stated for the core that each is bound to, at its clock',
    remedy: 'Add the columns core_type and clock, or name both ({coreType}), if that is wrong.',
  },
  'csv-application-of-file': {
    message:
      'the table has no column for the application: all its tasks are of one application, named after the file',
    remedy: 'Add the column application if that is wrong.',
  },
  'csv-application-of-partition': {
    message:
      'the table has no column for the application: each partition becomes one application of its name',
    remedy: 'Add the column application if that is wrong.',
  },
  'csv-priorities-turned': {
    message:
      'the smallest priority is the most urgent in this table, the largest is in the plan: they are turned round, to {limit} less each of them',
  },
  'csv-priorities-like-ranks': {
    message:
      'the longer the period, the larger the priority; larger numbers are read as more urgent',
    remedy: 'If 1 is the most urgent, say so by a header such as rank, or here: {urgentPriority}.',
  },
  'csv-access-times-added': {
    message: 'the label access time of each row is added to its WCET',
  },
  'csv-access-times-left-out': {
    message:
      'label access times are not imported: response times leave them out unless the WCETs contain them',
    remedy: 'If they do not, add them to the WCETs: {addsAccessTimes}.',
  },
  'csv-period-rounded': {
    message: 'periods of rates were rounded down to whole nanoseconds: releases come no later',
  },
  'csv-no-such-core-type': {
    message: 'the target of the plan has no cores of this type',
    remedy: 'Correct it, or state the WCET on the core type of the target too.',
  },
  'csv-comments': { message: 'rows that begin with # or // are comments and are not imported' },
  'csv-no-such-core': { message: 'the target of the plan has no such core' },
  'csv-bad-characters': {
    message: 'some characters could not be read',
    remedy: 'Save the file as UTF-8.',
  },
});
