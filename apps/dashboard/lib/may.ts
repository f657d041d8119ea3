import type { Role } from '../generated/graphql';

export type Permission = 'data.register' | 'models.register' | 'audits.start' | 'policies.save' | 'schedules.manage' | 'slices.save' | 'data.read' | 'access.manage';

/** What a role is offered. The API decides; this only keeps away what it would refuse. */
const offered: Readonly<Record<Role, readonly Permission[]>> = {
  administrator: ['data.register', 'models.register', 'audits.start', 'policies.save', 'schedules.manage', 'slices.save', 'data.read', 'access.manage'],
  auditor: ['data.register', 'models.register', 'audits.start', 'slices.save', 'data.read'],
  officer: ['policies.save', 'schedules.manage'],
  regulator: [],
};

export function may(role: Role, permission: Permission): boolean {
  return offered[role].includes(permission);
}
