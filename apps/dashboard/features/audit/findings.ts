import type { AuditView } from './result';

/** Gaps that stay when everything that was tested is allowed for, worst first. */
export type FindingsView = NonNullable<AuditView['findings']>;
export type FindingView = FindingsView['findings'][number];
