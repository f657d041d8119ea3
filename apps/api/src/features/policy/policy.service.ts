import { z } from 'zod';
import { digestOfJson } from '@plumbline/explain-core/audit/digest';
import { methodOf, driverOf } from '@plumbline/explain-core/audit/plan';
import { policyDocument, type PolicyDocument } from '@plumbline/explain-core/audit/policy';
import { demand, type Actor } from '../../auth/actor.js';
import { inOrganisation, isUuid, type Transaction } from '../../db.js';
import { badInput, notFound } from '../../errors.js';
import type { PolicyModel } from '../../generated/prisma/models.js';
import { recordActivity } from '../activity.js';
import type { AuditTask } from '../audit/question.js';
import { readPage, type Page, type PageRequest } from '../page.js';
import { regressionPolicy } from './regressionPolicy.js';

/** What a person writes; the version is counted here. A version that is given must be the next one, so that two people who edit at once find out. */
const draft = policyDocument.partial({ format: true, version: true });

export function savePolicy(actor: Actor, document: unknown): Promise<PolicyModel> {
  demand(actor, 'policies.save');
  return inOrganisation(actor.organisationId, (tx) => savePolicyIn(tx, actor, document));
}

export async function savePolicyIn(tx: Transaction, actor: Actor, document: unknown): Promise<PolicyModel> {
  const { organisationId } = actor;
  const asked = parsePolicy(document);
  const { name } = asked;
  // One at a time within the organisation: the versions of a policy have no gaps and no twins.
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`${organisationId}/${name}`}, 0))`;
  const newest = await tx.policy.findFirst({ where: { name }, orderBy: { version: 'desc' }, select: { version: true } });
  const version = (newest?.version ?? 0) + 1;
  if (asked.version !== undefined && asked.version !== version) {
    throw badInput(`The next version of the policy "${name}" is ${version}, but the document says ${asked.version}. Somebody may have saved it meanwhile: read it again, or leave "version" out.`);
  }
  const complete: PolicyDocument = { ...asked, format: 'plumbline/policy', version };
  const saved = await tx.policy.create({ data: { organisationId, name, version, document: complete, digest: digestOfJson(complete) } });
  await recordActivity(tx, actor, 'policy.save', saved.id);
  return saved;
}

/** A policy as a person writes it, checked; throws one clear error for whatever does not fit. */
export function parsePolicy(document: unknown): z.infer<typeof draft> {
  const parsed = draft.safeParse(document);
  if (!parsed.success) throw badInput(`The policy does not fit: ${z.prettifyError(parsed.error)}`);
  refuseUnknownMethods(parsed.data.checks);
  return parsed.data;
}

/** The newest version of a policy if it says the same, else a new version. For documents that live in files: their own version counts elsewhere. */
export function keepPolicy(actor: Actor, document: unknown): Promise<PolicyModel> {
  const asked = parsePolicy(document);
  return inOrganisation(actor.organisationId, async (tx) => {
    const newest = await tx.policy.findFirst({ where: { name: asked.name }, orderBy: { version: 'desc' } });
    if (newest !== null && digestOfJson({ ...asked, format: 'plumbline/policy', version: newest.version }) === newest.digest) return newest;
    demand(actor, 'policies.save');
    const { version: _counted, ...rest } = asked;
    return savePolicyIn(tx, actor, rest);
  });
}

/** A check on a method that does not exist would never be met and nobody would know why. */
function refuseUnknownMethods(checks: PolicyDocument['checks']): void {
  for (const { dimension, select } of checks) methodOf(driverOf(dimension), select.method);
}

export async function readPolicy(actor: Actor, id: string): Promise<PolicyModel> {
  demand(actor, 'read');
  const found = isUuid(id) ? await inOrganisation(actor.organisationId, (tx) => tx.policy.findUnique({ where: { id } })) : null;
  if (!found) throw notFound('policy');
  return found;
}

/** The policy an audit is judged by when it names none: the newest version of the first policy saved; of a predicted number, of the one for those, if it is there. */
export async function standingPolicy(tx: Transaction, task: AuditTask): Promise<PolicyModel> {
  if (task === 'regression') {
    const forNumbers = await tx.policy.findFirst({ where: { name: regressionPolicy.name }, orderBy: { version: 'desc' } });
    if (forNumbers) return forNumbers;
  }
  const first = await tx.policy.findFirst({ orderBy: { id: 'asc' }, select: { name: true } });
  if (!first) throw badInput('There is no policy yet; save one first.');
  return tx.policy.findFirstOrThrow({ where: { name: first.name }, orderBy: { version: 'desc' } });
}

export function listPolicies(actor: Actor, request: PageRequest): Promise<Page<PolicyModel>> {
  demand(actor, 'read');
  return inOrganisation(actor.organisationId, (tx) =>
    readPage('policies', request, {
      find: ({ before, take }) => tx.policy.findMany({ where: before, orderBy: { id: 'desc' }, take }),
      count: () => tx.policy.count(),
      exists: async (id) => (await tx.policy.findUnique({ where: { id }, select: { id: true } })) !== null,
    }),
  );
}
