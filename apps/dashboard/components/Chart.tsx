/** A picture that @plumbline/charts has drawn: its text is escaped there. */
export function Chart({ svg, label, kind = 'plot' }: { svg: string; label: string; kind?: 'plot' | 'tree' }) {
  return <div className={`chart chart-${kind}`} role="region" aria-label={label} tabIndex={0} dangerouslySetInnerHTML={{ __html: svg }} />;
}

export function Spark({ svg }: { svg: string }) {
  return <span className="spark" dangerouslySetInnerHTML={{ __html: svg }} />;
}
