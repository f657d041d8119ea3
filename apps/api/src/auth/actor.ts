import { ApiError } from '../errors.js';
import type { Role } from '../generated/prisma/enums.js';

/** On whose behalf something is done. `userId` is null for an API key and for the installation's own command line. */
export interface Actor {
  readonly organisationId: string;
  readonly userId: string | null;
  readonly apiKeyId: string | null;
  readonly role: Role;
}

export type Permission =
  | 'read'
  | 'data.register' // uploads, data sets
  | 'data.read' // rows of data, which are about people
  | 'models.register'
  | 'audits.start'
  | 'policies.save'
  | 'schedules.manage'
  | 'slices.save'
  | 'access.manage'; // people and API keys

/** Who may do what. An auditor measures, an officer decides what is measured against, a regulator reads. */
const granted: Readonly<Record<Role, readonly Permission[]>> = {
  administrator: ['read', 'data.register', 'data.read', 'models.register', 'audits.start', 'policies.save', 'schedules.manage', 'slices.save', 'access.manage'],
  auditor: ['read', 'data.register', 'data.read', 'models.register', 'audits.start', 'slices.save'],
  officer: ['read', 'policies.save', 'schedules.manage'],
  regulator: ['read'],
};

export function may({ role }: Actor, permission: Permission): boolean {
  return granted[role].includes(permission);
}

export function demand(actor: Actor, permission: Permission): void {
  if (!may(actor, permission)) {
    const allowed = (Object.keys(granted) as Role[]).filter((role) => granted[role].includes(permission));
    throw new ApiError('FORBIDDEN', `The role ${actor.role} may not do this; ${allowed.join(' or ')} may.`);
  }
}
