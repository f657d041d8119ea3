import { ExplainError } from '../errors.js';
import type { Pillar } from './method.js';
import type { Artifact, Result } from './result.js';
import type { Subject } from './subject.js';
import { leftOutBecause } from './choice.js';
import type { Driver, MethodChoice } from './task.js';
import type { Work } from './work.js';

/** What a pillar made of works adds to them. */
export interface Works<W extends Work> extends Pick<Driver, 'pillar' | 'defaults' | 'withinTime'> {
  /** In the order of plans and reports. */
  readonly works: readonly W[];
  /** Throws BAD_PLAN, BAD_DATA or BAD_OPTIONS for a request that is a mistake. */
  check(subject: Subject, methods: readonly MethodChoice[]): void;
  /** Why a work's methods mean nothing for this subject, whatever the choice; null where they may. */
  lackingAll(work: W, subject: Subject): string | null;
  /** The results of a method that no work can compute. */
  unmet(choice: MethodChoice, because: string): Result[];
  /** What is said of the subject and the choices beside the works' results. */
  artifacts(subject: Subject, methods: readonly MethodChoice[]): Artifact[];
}

/** The driver of a pillar that is several works, each with methods of its own. */
export function worksDriver<W extends Work>({ pillar, works, defaults, check, lackingAll, withinTime, unmet, artifacts }: Works<W>): Driver {
  const choicesOf = ({ methods }: Work, choices: readonly MethodChoice[]): MethodChoice[] => choices.filter(({ method }) => methods.some(({ id }) => id === method));
  const lacking = (work: W, subject: Subject, choice: MethodChoice, all: readonly MethodChoice[]): string | null =>
    subject.dataset.rows === 0 ? 'the data set has no rows' : leftOutBecause(choice) ?? (lackingAll(work, subject) ?? work.lacking(subject, choice, all));
  const ableOf = (work: W, subject: Subject, all: readonly MethodChoice[]): MethodChoice[] => choicesOf(work, all).filter((choice) => lacking(work, subject, choice, all) === null);
  const workNamed = (id: string): W => {
    const work = works.find((candidate) => candidate.id === id);
    if (!work) throw new ExplainError('BAD_PLAN', `There is no work "${id}" of ${pillar}; there are ${works.map((one) => `"${one.id}"`).join(', ')}.`);
    return work;
  };
  return {
    pillar,
    methods: works.flatMap(({ methods }) => methods).filter(({ id }, index, all) => all.findIndex((other) => other.id === id) === index),
    defaults,
    ...(withinTime ? { withinTime } : {}),
    tasks(subject, methods, random) {
      check(subject, methods);
      return works.flatMap((work) => {
        const able = ableOf(work, subject, methods);
        return able.length === 0 ? [] : work.tasks(subject, able, random);
      });
    },
    readers(subject, methods) {
      return works.flatMap((work) => (work.reads === undefined || ableOf(work, subject, methods).length === 0 ? [] : [{ work: work.id, reads: work.reads(subject, methods) }]));
    },
    async run(task, context) {
      return await workNamed(task.work).run(task, context);
    },
    combine(work, partials, { subject, methods, random }) {
      if (work !== null) {
        const one = workNamed(work);
        return one.combine(partials, { subject, random, methods: ableOf(one, subject, methods) });
      }
      const results = methods.flatMap((choice): Result[] => {
        const reasons = works.filter((one) => choicesOf(one, [choice]).length > 0).map((one) => lacking(one, subject, choice, methods));
        return reasons.includes(null) ? [] : unmet(choice, reasons[0]!);
      });
      return { results, artifacts: artifacts(subject, methods) };
    },
  };
}
