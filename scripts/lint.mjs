import { readdirSync, readFileSync } from 'node:fs';
import { join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

// What the compiler cannot see and a reader should not have to look for.

const root = fileURLToPath(new URL('..', import.meta.url));
const code = /\.(ts|tsx|mjs)$/;
const test = /\.test\.tsx?$|\/test\//;
const core = /^packages\/explain-core\/src\//;
/** What runs as the product; scripts and benches are for people at a terminal. */
const product = /^(apps|packages)\//;

/** Each rule: the files it is about, what they may not hold, why, and which files may all the same. */
const rules = [
  {
    files: (path) => core.test(path) && !test.test(path),
    never: /Math\.random\b|Date\.now\b|new Date\(\)|performance\.now\b/,
    because: 'numbers hang on the plan and its seed alone: take draws from context.random; times are kept by the caller',
    except: {},
  },
  {
    files: (path) => core.test(path) && !test.test(path),
    never: /^(?! *(\/\/|\/?\*)).*\bMath\.(exp|expm1|log|log1p|log2|log10|pow|cbrt|hypot|a?sinh?|a?cosh?|a?tanh?|atan2)\b|\b(exp|log)\w*,?.*} = Math\b/,
    because: 'engines differ in the last place of these: packages/explain-core/src/elementary has them with the same bits everywhere',
    except: {},
  },
  {
    files: (path) => core.test(path) && !test.test(path),
    never: /from 'node:|\bprocess\./,
    because: 'the numerical library touches no file and no environment',
    except: { 'packages/explain-core/src/models/tfjs/backend.ts': 'finds the runtime’s own WebAssembly files' },
  },
  {
    files: (path) => product.test(path) && code.test(path) && !test.test(path),
    never: /process\.env\b/,
    because: 'apps/api/src/env.ts reads the environment, once',
    except: {
      'apps/api/src/env.ts': 'the one reader',
      'apps/api/src/start.ts': 'starts the others and hands the environment on',
      'apps/api/src/postgres/embedded.ts': 'hands PATH to the programs of PostgreSQL',
      'apps/api/src/postgres/supervisor.ts': 'hands PATH to the programs of PostgreSQL',
      'apps/dashboard/lib/env.ts': 'the dashboard’s one reader',
      'apps/dashboard/app/(signed)/audits/[id]/progress/route.ts': 'where the dashboard is reached from outside',
      'apps/dashboard/proxy.ts': 'NODE_ENV, which Next puts in when it builds',
      'apps/dashboard/serve.mjs': 'an entry: sets the environment up for Next',
    },
  },
  {
    files: (path) => product.test(path) && code.test(path) && !test.test(path),
    never: /console\.(log|info|debug|warn|error)\b/,
    because: 'a warning is a finding, a fault goes to the log',
    except: { 'apps/dashboard/lib/forward.ts': 'the dashboard’s server has no log but standard error' },
  },
  {
    files: (path) => test.test(path),
    never: /\b(test|it|describe)\.(only|skip|todo|failing)(\.each)?[(`]|\b(fit|xit|xtest|fdescribe|xdescribe)[(`]/,
    because: 'a test that never runs says nothing; what lacks its data here is skipped by a condition that prints why',
    except: { 'scripts/lint.test.ts': 'holds examples' },
  },
  {
    files: (path) => !path.endsWith('.lock'),
    never: /(?<![\w.])\/(work|root|opt)\/[\w.-]+\/|(?<![\w.])\/home\/[a-z][\w-]*\/|(?<![\w.:])\/Users\/[a-z]/i,
    because: 'a path of somebody’s machine is nobody else’s',
    except: { 'scripts/lint.test.ts': 'holds examples' },
  },
];

/** explain-core from the ground up: a folder imports only from lower floors, so no pillar imports another. */
const floors = [['random'], ['numeric'], ['data'], ['models'], ['method'], ['explainability', 'fairness', 'robustness', 'transparency'], ['audit']];
/** What each workspace may import of the others. The dashboard asks the API for all the rest. */
const uses = { 'packages/explain-core': [], 'packages/charts': [], 'packages/evidence': ['explain-core', 'charts'], 'apps/dashboard': ['charts'] };
const usesExcept = {
  'apps/dashboard/app/(signed)/models/[id]/page.tsx @plumbline/explain-core/transparency/modelCard': 'the questions of a model card, which no query gives yet',
  'apps/dashboard/features/audit/ThresholdSlider.tsx @plumbline/explain-core/numeric/wilson': 'an interval for every place of a slider, which is no query each',
  'apps/dashboard/features/decision/explanation.ts @plumbline/explain-core/explainability/reasons': 'a page and the report tell the same reasons of the same artifact',
};
const longest = 450;

/** What is wrong with a file, a sentence each. `path` is from the repository's root, with slashes. */
export function findings(path, text) {
  const lines = text.split('\n');
  const found = rules
    .filter((rule) => rule.files(path) && !(path in rule.except))
    .flatMap(({ never, because }) => lines.flatMap((line, i) => (never.test(line) ? [`${path}:${i + 1}: ${never.exec(line)[0].trim()}: ${because}`] : [])));
  if (code.test(path)) found.push(...importFindings(path, text));
  if (code.test(path) && lines.length > longest + 1) found.push(`${path}: ${lines.length - 1} lines, at most ${longest}: it is probably two things`);
  return found;
}

function importFindings(path, text) {
  if (test.test(path)) return [];
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1]);
  const workspace = Object.keys(uses).find((folder) => path.startsWith(`${folder}/`));
  const foreign = specifiers.filter((name) => name.startsWith('@plumbline/') && workspace !== undefined && !uses[workspace].includes(name.split('/')[1]) && !(`${path} ${name}` in usesExcept));
  const found = foreign.map((name) => `${path}: imports ${name}; ${workspace} may use ${uses[workspace].join(', ') || 'no other workspace'}`);
  if (!core.test(path)) return found;
  const own = folderOf(path);
  const above = specifiers
    .filter((name) => name.startsWith('.'))
    .map((name) => folderOf(posix.join(posix.dirname(path), name)))
    .filter((folder) => folder !== own && floorOf(folder) >= floorOf(own));
  return [...found, ...above.map((folder) => `${path}: ${own === '' ? 'a file at the top' : own} may not import ${folder}, which is not below it`)];
}

/** The folder of explain-core/src that a path is in; '' for a file at its top. */
function folderOf(path) {
  const [folder, ...rest] = path.replace(core, '').split('/');
  return rest.length === 0 ? '' : folder;
}

/** −1 for files at the top, which everything stands on. */
function floorOf(folder) {
  return floors.findIndex((names) => names.includes(folder));
}

/** Every text of the repository, without what is installed, built or generated. */
export function* sources(folder = root) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!['node_modules', 'dist', 'generated', 'coverage', 'golden'].includes(entry.name) && !entry.name.startsWith('.')) yield* sources(path);
    } else if (/\.(ts|tsx|mjs|json|md|css|sql|prisma|graphql|yml|yaml)$|Dockerfile|\.env\.example$/.test(entry.name) && !/^(package-lock\.json|next-env\.d\.ts)$/.test(entry.name)) {
      yield { path: relative(root, path).split(sep).join('/'), text: readFileSync(path, 'utf8') };
    }
  }
}

if (process.argv[1] === import.meta.filename) {
  const found = [...sources()].flatMap(({ path, text }) => findings(path, text));
  for (const finding of found) process.stdout.write(`${finding}\n`);
  process.exitCode = found.length === 0 ? 0 : 1;
}
