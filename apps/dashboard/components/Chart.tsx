import type { CSSProperties } from 'react';

/** A picture that @plumbline/charts has drawn: its text is escaped there. Where there is less room than `minWidth`, it scrolls. */
export function Chart({ svg, label, kind = 'plot', minWidth = 480 }: { svg: string; label: string; kind?: 'plot' | 'curve' | 'tree'; minWidth?: number }) {
  return <div className={`chart chart-${kind}`} style={{ '--chart-min': `${minWidth}px` } as CSSProperties} role="region" aria-label={label} tabIndex={0} dangerouslySetInnerHTML={{ __html: svg }} />;
}

export function Spark({ svg }: { svg: string }) {
  return <span className="spark" dangerouslySetInnerHTML={{ __html: svg }} />;
}
