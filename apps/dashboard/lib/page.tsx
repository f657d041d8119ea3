import 'server-only';
import { headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { Empty } from '../components/Empty';
import { Retry } from '../components/Retry';
import { RequestError } from './requestError';

/** A page's content, or what stands in its place when the API says no or says nothing. */
export async function page(content: () => Promise<ReactNode>): Promise<ReactNode> {
  try {
    return await content();
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    switch (error.code) {
      case 'UNAUTHENTICATED':
        return redirect(`/sign-in?next=${encodeURIComponent((await headers()).get('x-plumbline-path') ?? '/')}`);
      case 'NOT_FOUND':
        return notFound();
      case 'UNREACHABLE':
        return (
          <div className="panel" role="alert">
            <Empty title="The Plumbline API does not answer">
              <p className="quiet">Nothing is lost: audits that are running go on. The service may be starting, or the network between it and this page may be down.</p>
              <Retry />
            </Empty>
          </div>
        );
      default:
        return (
          <div className="panel" role="alert">
            <Empty title={error.code === 'FORBIDDEN' ? 'Your role does not allow this' : 'This could not be shown'}>
              <p className="quiet">{error.message}</p>
              <Retry />
            </Empty>
          </div>
        );
    }
  }
}
