import { defaultMethods, type PlanRequest } from '@plumbline/explain-core/audit/plan';
import { unfitBecause, type SavedSlice } from '@plumbline/explain-core/fairness/slices/condition';
import type { Subject } from '@plumbline/explain-core/method/subject';

const method = 'watchedSlices';

/**
 * The request with the slices that are watched, those of them that the data have the columns for. A request that names its methods watches them where it
 * names "watchedSlices" and not which; one that names nothing always does.
 */
export function watchInPlan(request: PlanRequest, subject: Subject, slices: readonly SavedSlice[]): PlanRequest {
  const fitting = slices.filter(({ conditions }) => unfitBecause(conditions, subject.dataset.columns) === null);
  if (fitting.length === 0) return request;
  return {
    ...request,
    methods: (request.methods ?? [...defaultMethods(subject), { pillar: 'fairness' as const, method }]).map((choice) =>
      choice.pillar === 'fairness' && choice.method === method && choice.options?.['slices'] === undefined ? { ...choice, options: { ...choice.options, slices: fitting } } : choice,
    ),
  };
}
