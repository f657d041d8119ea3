import { InferenceSession, Tensor } from 'onnxruntime-node';
import { assertNever, ExplainError } from '../../errors.js';
import { writeModel, type ModelProto } from './schema.js';
import type { InputValues, InputType } from '../bindInputs.js';
import type { RawAnswer } from '../scores.js';

/** One graph in the runtime. Runs on one thread in a fixed order, so the same batch gives the same bits. */
export interface OnnxSession {
  run(feeds: readonly { readonly name: string; readonly type: InputType; readonly input: InputValues }[]): Promise<Map<string, RawAnswer>>;
  dispose(): Promise<void>;
}

const OPTIONS: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  // 4 is "fatal": what goes wrong comes back as an error, and the runtime's warnings about a stranger's graph are not our console's.
  logSeverityLevel: 4,
};

export async function openSession(model: ModelProto): Promise<OnnxSession> {
  let session: InferenceSession;
  try {
    session = await InferenceSession.create(writeModel(model), OPTIONS);
  } catch (error) {
    throw new ExplainError('BAD_MODEL', `ONNX Runtime cannot load the model: ${brief(error)}`);
  }
  return {
    async run(feeds) {
      const tensors: Record<string, Tensor> = {};
      for (const { name, type, input } of feeds) tensors[name] = tensorOf(type, input);
      let results: InferenceSession.OnnxValueMapType;
      try {
        results = await session.run(tensors);
      } catch (error) {
        throw new ExplainError('BAD_PREDICTION', `The ONNX model fails on these rows: ${brief(error)}`);
      }
      return new Map(Object.entries(results).map(([name, value]) => [name, value as unknown as RawAnswer]));
    },
    dispose: () => session.release(),
  };
}

function tensorOf(type: InputType, { values, dims }: InputValues): Tensor {
  switch (type) {
    case 'string':
      return new Tensor('string', values as string[], dims);
    case 'float32':
      return new Tensor('float32', Float32Array.from(values as Float64Array), dims);
    case 'float64':
      return new Tensor('float64', values as Float64Array, dims);
    case 'int64':
      return new Tensor('int64', BigInt64Array.from(values as Float64Array, BigInt), dims);
    case 'int32':
      return new Tensor('int32', Int32Array.from(values as Float64Array), dims);
    default:
      return assertNever(type);
  }
}

/** The runtime's messages carry source paths and whole graphs. */
function brief(error: unknown): string {
  const text = (error instanceof Error ? error.message : String(error)).replace(/\S*\/\S+\.(cc|h|cpp):\d+\s*/g, '').replace(/\s+/g, ' ');
  return text.length > 300 ? `${text.slice(0, 300)}…` : text;
}
