import { may as granted, type Actor } from '../../api/src/auth/actor.js';
import { may, type Permission } from '../lib/may.js';

const permissions: Permission[] = ['data.register', 'models.register', 'audits.start', 'policies.save', 'schedules.manage', 'access.manage'];

it.each(['administrator', 'auditor', 'officer', 'regulator'] as const)('offers to the role %s what the API grants it', (role) => {
  const actor: Actor = { organisationId: '', userId: null, apiKeyId: null, role };
  expect(permissions.filter((permission) => may(role, permission))).toEqual(permissions.filter((permission) => granted(actor, permission)));
});
