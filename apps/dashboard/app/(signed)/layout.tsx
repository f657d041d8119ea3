import type { ReactNode } from 'react';
import { Shell } from '../../features/viewer/Shell';
import { viewer } from '../../features/viewer/viewer';
import { RequestError } from '../../lib/requestError';

export default async function SignedLayout({ children }: { children: ReactNode }) {
  const person = await viewer().catch((error: unknown) => {
    if (error instanceof RequestError) return null; // the page inside meets the same error and says what to do
    throw error;
  });
  return <Shell viewer={person}>{children}</Shell>;
}
