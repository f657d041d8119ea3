'use client';

import { useRouter } from 'next/navigation';
import { useTransition } from 'react';

export function Retry() {
  const router = useRouter();
  const [pending, start] = useTransition();
  return (
    <button type="button" className="button" disabled={pending} onClick={() => start(() => router.refresh())}>
      {pending ? 'Trying…' : 'Try again'}
    </button>
  );
}
