import type { StartAuditChoicesQuery } from '../../generated/graphql';

type Column = StartAuditChoicesQuery['datasets']['edges'][number]['node']['columns'][number];

/** How rows become groups, for those who want it otherwise than usual. */
export function GroupingFields({ columns, label }: { columns: readonly Column[]; label: string | null }) {
  const numbers = columns.filter(({ name, kind, missing }) => kind === 'number' && missing === 0 && name !== label);
  const weights = columns.filter(({ role }) => role === 'weight');
  return (
    <div className="form-grid">
      <div className="field">
        <label htmlFor="cuts">Ranges of numbers</label>
        <textarea id="cuts" name="cuts" className="code" rows={2} spellCheck={false} placeholder="age: 25, 45, 65" />
        <span className="hint">One column a line. A column of many numbers that is not named here is cut into four ranges with about as many people each.</span>
      </div>
      <div className="field">
        <label htmlFor="depth">Combine up to</label>
        <input id="depth" name="depth" type="number" min={1} max={10} step={1} defaultValue={2} required />
        <span className="hint">columns with each other: 1 looks at each alone, 2 also at pairs such as sex × age.</span>
      </div>
      <div className="field">
        <label htmlFor="weight">Weights</label>
        <select id="weight" name="weight" defaultValue="">
          <option value="">{weights.length === 1 ? `${weights[0].name} (the data set’s weights)` : 'every row counts once'}</option>
          {numbers
            .filter(({ role }) => weights.length !== 1 || role !== 'weight')
            .map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
        </select>
        <span className="hint">How many people a row stands for.</span>
      </div>
      <div className="field">
        <label htmlFor="cluster">Rows of one person</label>
        <select id="cluster" name="cluster" defaultValue="">
          <option value="">every row is another person</option>
          {columns
            .filter(({ name }) => name !== label)
            .map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
        </select>
        <span className="hint">The column that says which rows belong together; they make intervals wider.</span>
      </div>
      <div className="field">
        <label htmlFor="withholdBelow">Withhold small groups</label>
        <input id="withholdBelow" name="withholdBelow" type="number" min={0} step={1} defaultValue={0} required />
        <span className="hint">Groups of fewer rows are left out, with as many others as keep anybody from working them out. 0 shows all.</span>
      </div>
    </div>
  );
}
