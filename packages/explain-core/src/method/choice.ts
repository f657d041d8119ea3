import { ExplainError } from '../errors.js';
import type { Pillar } from './method.js';
import type { MethodChoice } from './task.js';

/** The plan's choice of a method; null when the plan does not name it. */
export function choiceFor(pillar: Pillar, id: string, methods: readonly MethodChoice[]): MethodChoice | null {
  return methods.find((choice) => choice.pillar === pillar && choice.method === id) ?? null;
}

/** Why a plan that names the method leaves it out all the same; null where it does not. */
export function leftOutBecause({ limited }: MethodChoice): string | null {
  return limited?.leftOut === true ? limited.because : null;
}

/** The choice behind a work that bears its method's name. */
export function choiceOfWork(pillar: Pillar, work: string, methods: readonly MethodChoice[]): MethodChoice {
  const choice = choiceFor(pillar, work, methods);
  if (choice === null) throw new ExplainError('BAD_PLAN', `There is work for "${work}", but the plan does not name that method.`);
  return choice;
}
