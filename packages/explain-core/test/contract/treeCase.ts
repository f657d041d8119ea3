import { modelFixture } from '../modelFixture.js';
import { treeCaseOf, type AuditCase } from './smallAudit.js';

/** A model of trees that LightGBM trained on German credit, from its file. */
export const TREES = 'german-lightgbm';

export const treeCase = (): Promise<AuditCase> => treeCaseOf(modelFixture(TREES));
