import type { JsonObject } from '../json.js';
import type { Subject } from '../method/subject.js';

/** What a result of an audit with weights says where its method has no weighted version: every row counted once. Nothing where rows are not weighted. */
export function weightsUnused({ grouping }: Pick<Subject, 'grouping'>): JsonObject {
  return grouping.weight === null ? {} : { weights: 'notUsed' };
}
