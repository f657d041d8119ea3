import { drivers } from '@plumbline/explain-core/audit/drivers';
import type { MethodInfo, Pillar } from '@plumbline/explain-core/method/method';

export function listMethods(pillar: Pillar | null): MethodInfo[] {
  return drivers.filter((driver) => pillar === null || driver.pillar === pillar).flatMap((driver) => [...driver.methods]);
}
