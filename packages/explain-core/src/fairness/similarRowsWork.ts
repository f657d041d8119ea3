import { throwIfCancelled } from '../errors.js';
import type { Json } from '../json.js';
import { choiceOfWork } from '../method/choice.js';
import type { MethodInfo } from '../method/method.js';
import type { Outcome } from '../method/result.js';
import type { Subject } from '../method/subject.js';
import type { MethodChoice } from '../method/task.js';
import { incomparableBecause, readSimilarRows, similarityTask, type Compared, type SimilarityOptions, type SimilarRows } from './similarity.js';
import type { FairnessWork } from './work.js';

/** What differs between the methods that compare drawn rows with each other. */
export interface SimilarRowsMethod<Options extends SimilarityOptions & { readonly of: Compared }, Partial> {
  readonly info: MethodInfo<Options>;
  /** Plain data. `block` is called with how many rows are done, and throws when the task is cancelled. */
  partialOf(similar: SimilarRows, options: Options, block: (done: number) => void): Partial;
  outcomeOf(choice: MethodChoice, options: Options, subject: Subject, partial: Partial): Outcome;
}

/** A method of its own tasks: one with all drawn rows, since each is compared with all others. */
export function similarRowsWork<Options extends SimilarityOptions & { readonly of: Compared }, Partial>({ info, partialOf, outcomeOf }: SimilarRowsMethod<Options, Partial>): FairnessWork {
  const optionsOf = ({ options }: MethodChoice): Options => info.options.parse(options);
  return {
    id: info.id,
    methods: [info],
    lacking(subject, choice) {
      const options = optionsOf(choice);
      return incomparableBecause(subject, options, options.of);
    },
    tasks: (subject, choices, random) => choices.map((choice) => similarityTask(choice.method, subject, optionsOf(choice).rows, random)),
    async run(task, context): Promise<Json> {
      const options = optionsOf(choiceOfWork('fairness', task.work, context.methods));
      const similar = await readSimilarRows(task, context, options, options.of);
      const block = (done: number): void => {
        throwIfCancelled(context.signal);
        context.progress(done, similar.rows.length);
      };
      return partialOf(similar, options, block) as unknown as Json;
    },
    combine([partial], { subject, methods }): Outcome {
      const choice = choiceOfWork('fairness', info.id, methods);
      return outcomeOf(choice, optionsOf(choice), subject, partial as unknown as Partial);
    },
  };
}
