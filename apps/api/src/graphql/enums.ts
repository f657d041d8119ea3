import { registerEnumType } from 'type-graphql';
import { pillars, type Pillar as PillarName } from '@plumbline/explain-core/method/method';
import type { AuditTask as AuditTaskName } from '../features/audit/question.js';
import { AuditState, Role } from '../generated/prisma/enums.js';

const named = <T extends string>(...names: readonly T[]): { [K in T]: K } => Object.fromEntries(names.map((name) => [name, name])) as { [K in T]: K };

export const Pillar = named<PillarName>(...pillars);
export const Verdict = named('met', 'notMet', 'cannotTell');
export const ColumnKind = named('number', 'category', 'text');
export const ColumnRole = named('feature', 'label', 'protected', 'prediction', 'score', 'weight', 'id', 'ignored');
export const AuditTask = named<AuditTaskName>('classification', 'regression');
export { AuditState, Role };

registerEnumType(Role, { name: 'Role' });
registerEnumType(Pillar, { name: 'Pillar' });
registerEnumType(Verdict, { name: 'Verdict' });
registerEnumType(ColumnKind, { name: 'ColumnKind' });
registerEnumType(ColumnRole, { name: 'ColumnRole' });
registerEnumType(AuditTask, { name: 'AuditTask', description: 'Telling classes apart, or predicting a number.' });
registerEnumType(AuditState, { name: 'AuditState' });
