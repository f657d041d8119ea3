import { columnOf } from '../../data/select.js';
import type { CategoryColumn, Column, ColumnInfo, NumberColumn, Table } from '../../data/table.js';
import type { JsonObject } from '../../json.js';
import { featureInfos, frozenBecause, nearestWhole, numberChange, numberMayBecome, reachOf, refuseBadRules, unchangeableBecause, type ChangeRules, type NumberChange } from '../../method/changeRules.js';
import type { Subject } from '../../method/subject.js';
import { numberUnit, type NumberScale } from '../../numeric/mixedDistance.js';

export interface NumberDimension {
  readonly kind: 'number';
  readonly column: string;
  readonly rule: NumberChange;
  /** Change that counts as distance 1. */
  readonly unit: number;
}

export interface CategoryDimension {
  readonly kind: 'category';
  readonly column: string;
  readonly levels: readonly string[];
  /** Codes of the levels that the value may be exchanged for, ascending. An exchange counts as distance 1. */
  readonly codes: readonly number[];
}

export type Dimension = NumberDimension | CategoryDimension;

/** The columns in which a row may be changed, each with its rule, and what a change costs. */
export interface Space {
  readonly dimensions: readonly Dimension[];
  /** The model's other features, each with why it stays. */
  readonly frozen: readonly { readonly column: string; readonly because: string }[];
  /** Added to the cost for each column that is changed. */
  readonly columnCost: number;
}

/** A row's values by dimension: a number, or a category's code. Missing is NaN or −1, and stays so. */
export type Point = Float64Array;

/** Of more levels, those that occur among the reference rows may be chosen. */
const MANY_LEVELS = 64;

/** Throws BAD_OPTIONS for rules that name no such column, the wrong kind of column, or contradict each other. */
export function frozenColumns(subject: Subject, rules: ChangeRules): { readonly frozen: Space['frozen']; readonly changeable: readonly string[] } {
  refuseBadRules(rules, subject.dataset);
  const judged = featureInfos(subject).map((info) => {
    const asLevels = info.kind === 'number' && knownLevels(subject, info.name) !== null ? 'the model reads its numbers as names of levels' : null;
    return { column: info.name, because: frozenBecause(info, subject, rules) ?? unchangeableBecause(info) ?? asLevels };
  });
  return {
    frozen: judged.flatMap(({ column, because }) => (because === null ? [] : [{ column, because }])),
    changeable: judged.flatMap(({ column, because }) => (because === null ? [column] : [])),
  };
}

/**
 * The space of a subject's rows. reference: rows of the model's features; its median absolute deviations are the units ("mad"), or the data's ranges are
 * ("range"; distance is then Gower's times the number of columns). A category may become any of its levels that the column mapping lists, if it lists any.
 */
export function spaceOf(subject: Subject, reference: Table, rules: ChangeRules, distance: NumberScale, columnCost: number): Space {
  const { frozen, changeable } = frozenColumns(subject, rules);
  const infos = new Map(featureInfos(subject).map((info) => [info.name, info]));
  const dimensions = changeable.map((name): Dimension => {
    const info = infos.get(name)!;
    const column = columnOf(reference, name);
    if (column.kind === 'category') return { kind: 'category', column: name, levels: column.levels, codes: codesOf(column, knownLevels(subject, name)) };
    return { kind: 'number', column: name, rule: numberChange(info, rules), unit: unitOf(info, column as NumberColumn, distance) };
  });
  return { dimensions, frozen, columnCost };
}

/** 0 where the data have one value only. */
export function unitOf({ numbers }: ColumnInfo, reference: NumberColumn, distance: NumberScale): number {
  if (numbers === null) return 0;
  if (distance === 'range') return numbers.max - numbers.min;
  // Rows drawn may all have one value where the data have several.
  return numberUnit(reference.values, 'mad') || (numbers.max > numbers.min ? numbers.standardDeviation : 0);
}

function codesOf({ levels, codes }: CategoryColumn, known: ReadonlySet<string> | null): number[] {
  const seen = new Set(codes);
  return levels.flatMap((level, code) => ((known?.has(level) ?? true) && (levels.length <= MANY_LEVELS || seen.has(code)) ? [code] : []));
}

/** The levels that the column mapping gives the model; null where it says nothing of them. */
function knownLevels({ model }: Subject, column: string): ReadonlySet<string> | null {
  const inputs = model.source === 'file' ? (model.mapping?.inputs ?? []) : [];
  const listed = inputs.flatMap((input) => ('features' in input ? input.features : [])).flatMap((feature) => (feature.column === column && feature.encode !== 'number' ? [feature.levels] : []));
  return listed.length === 0 ? null : new Set(listed.flat());
}

/** The point that a row of a table is at. */
export function pointAt(space: Space, table: Table, row: number): Point {
  return Float64Array.from(space.dimensions, ({ column: name }) => {
    const column = columnOf(table, name);
    if (column.kind === 'text') throw new Error(`"${name}" is text and cannot be a dimension`);
    return column.kind === 'number' ? column.values[row]! : column.codes[row]!;
  });
}

/** Rows that are the one row but for these points. own: a table of that row. */
export function rowsAt({ dimensions }: Space, own: Table, points: readonly Point[]): Table {
  const position = new Map(dimensions.map(({ column }, j) => [column, j]));
  const rows = points.length;
  const columns = own.columns.map((column): Column => {
    const j = position.get(column.name);
    if (column.kind === 'number') return { ...column, values: j === undefined ? new Float64Array(rows).fill(column.values[0]!) : written(points, j, new Float64Array(rows)) };
    if (column.kind === 'category') return { ...column, codes: j === undefined ? new Int32Array(rows).fill(column.codes[0]!) : written(points, j, new Int32Array(rows)) };
    return { ...column, values: points.map(() => column.values[0]!) };
  });
  return { rows, columns };
}

function written<A extends Float64Array | Int32Array>(points: readonly Point[], j: number, into: A): A {
  for (let i = 0; i < points.length; i++) into[i] = points[i]![j]!;
  return into;
}

/** The point with one value changed. */
export function withValue(point: Point, j: number, value: number): Point {
  const moved = point.slice();
  moved[j] = value;
  return moved;
}

/** Can this value of a row be changed at all? A missing one cannot. */
export function isMissing({ kind }: Dimension, value: number): boolean {
  return kind === 'number' ? Number.isNaN(value) : value < 0;
}

export function changed(from: Point, to: Point, j: number): boolean {
  return from[j] !== to[j] && !(Number.isNaN(from[j]) && Number.isNaN(to[j]));
}

/** Distance between two values of a dimension. */
export function gap(dimension: Dimension, a: number, b: number): number {
  if (a === b || isMissing(dimension, a) || isMissing(dimension, b)) return 0;
  return dimension.kind === 'number' ? Math.abs(a - b) / dimension.unit : 1;
}

/** Σ |x_j − x'_j| ÷ unit_j over numbers, and 1 for each exchanged category. */
export function distanceOf({ dimensions }: Space, a: Point, b: Point): number {
  let sum = 0;
  for (let j = 0; j < dimensions.length; j++) sum += gap(dimensions[j]!, a[j]!, b[j]!);
  return sum;
}

export function changesOf(from: Point, to: Point): number {
  let count = 0;
  for (let j = 0; j < from.length; j++) if (changed(from, to, j)) count++;
  return count;
}

/** What a change is chosen by: distance + columnCost · changed columns. */
export function costOf(space: Space, own: Point, point: Point): number {
  return distanceOf(space, own, point) + space.columnCost * changesOf(own, point);
}

/** The nearest value that the rule allows; the row's own where it is missing or nothing else is allowed. */
export function feasible(dimension: Dimension, own: number, value: number): number {
  if (isMissing(dimension, own) || isMissing(dimension, value)) return own;
  if (dimension.kind === 'category') return dimension.codes.includes(value) ? value : own;
  const { low, high } = reachOf(own, dimension.rule);
  const within = Math.min(Math.max(value, low), high);
  return within === own || !dimension.rule.whole ? within : (nearestWhole(within, low, high) ?? own);
}

/** Are all these changes allowed? By the rules' own words. */
export function isAllowed({ dimensions }: Space, own: Point, point: Point): boolean {
  return dimensions.every((dimension, j) => {
    if (!changed(own, point, j)) return true;
    if (dimension.kind === 'number') return numberMayBecome(own[j]!, point[j]!, dimension.rule);
    return own[j]! >= 0 && dimension.codes.includes(point[j]!);
  });
}

/** What was changed, as a reader sees it. */
export function shownChanges({ dimensions }: Space, own: Point, point: Point): { column: string; from: number | string; to: number | string }[] {
  return dimensions.flatMap((dimension, j) => {
    if (!changed(own, point, j)) return [];
    const shown = (value: number): number | string => (dimension.kind === 'number' ? value : dimension.levels[value]!);
    return [{ column: dimension.column, from: shown(own[j]!), to: shown(point[j]!) }];
  });
}

/** The space as plain data, for the record beside the numbers. */
export function spaceJson({ dimensions, frozen, columnCost }: Space): JsonObject {
  const columns = dimensions.map((dimension): JsonObject => {
    if (dimension.kind === 'category') return { column: dimension.column, kind: dimension.kind, levels: dimension.codes.map((code) => dimension.levels[code]!) };
    const { column, rule: { whole, min, max, direction }, unit } = dimension;
    return { column, kind: dimension.kind, unit, whole, min, max, direction };
  });
  return { columns, frozen, columnCost };
}
