import { treeDiagram, type DiagramNode } from '@plumbline/charts/treeDiagram';
import Link from 'next/link';
import { Chart } from '../../components/Chart';
import { Icon } from '../../components/icons';

/** Pixels a leaf needs for its text to be read; a wider tree scrolls. */
const readableLeaf = 96;

function leavesOf(node: DiagramNode): number {
  return 'answer' in node ? 1 : leavesOf(node.yes) + leavesOf(node.no);
}

export function SurrogateDiagram({ root }: { root: DiagramNode }) {
  return (
    <section className="panel">
      <div className="panel-head">
        <div className="stack stack-tight">
          <h3>The model in simple rules</h3>
          <p className="small quiet">A small tree grown to imitate the model’s decisions. Read it together with its fidelity: it describes the model only as far as the two agree.</p>
        </div>
      </div>
      <Chart label="Surrogate tree" kind="tree" minWidth={leavesOf(root) * readableLeaf} svg={treeDiagram({ id: 'surrogate', title: 'Surrogate tree', root })} />
    </section>
  );
}

export interface CardField {
  readonly section: string;
  readonly field: string;
  readonly question: string;
  readonly answered: boolean;
}

export function CardFields({ fields, modelId }: { fields: readonly CardField[]; modelId: string }) {
  const missing = fields.filter(({ answered }) => !answered);
  const answered = fields.filter((field) => field.answered);
  return (
    <section className="panel">
      <div className="panel-head">
        <div className="stack stack-tight">
          <h3>What the model card leaves open</h3>
          <p className="small quiet">
            {answered.length} of {fields.length} questions are answered. Counted, not judged.
          </p>
        </div>
        <Link className="small no-print" href={`/models/${modelId}`}>
          To the model card
        </Link>
      </div>
      <div className="columns">
        <div className="stack stack-tight">
          <h4>Not answered</h4>
          {missing.length === 0 ? <p className="quiet small">Nothing is left open.</p> : <Questions fields={missing} />}
        </div>
        <div className="stack stack-tight">
          <h4>Answered</h4>
          {answered.length === 0 ? <p className="quiet small">No question is answered.</p> : <Questions fields={answered} />}
        </div>
      </div>
    </section>
  );
}

function Questions({ fields }: { fields: readonly CardField[] }) {
  return (
    <ul className="questions">
      {fields.map(({ section, field, question, answered }) => (
        <li key={`${section}.${field}`}>
          <Icon name={answered ? 'met' : 'notMet'} size={13} />
          {question}
        </li>
      ))}
    </ul>
  );
}
