'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

const everyMs = 2_000;
/** Sealing takes a moment. Where it takes longer, no worker is there, and whoever waits can reload. */
const mostTimes = 60;

/** Looks again until the evidence of a finished audit is there: this then is no longer drawn. */
export function AwaitSeal() {
  const router = useRouter();
  useEffect(() => {
    let times = 0;
    const timer = setInterval(() => {
      times++;
      if (times > mostTimes) clearInterval(timer);
      else router.refresh();
    }, everyMs);
    return () => clearInterval(timer);
  }, [router]);
  return <span role="status">being sealed</span>;
}
