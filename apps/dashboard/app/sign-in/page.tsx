import type { Metadata } from 'next';
import { Mark } from '../../components/icons';
import { SignInForm } from '../../features/viewer/SignInForm';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string }> }) {
  const { next } = await searchParams;
  return (
    <main className="gate">
      <div className="gate-card">
        <div className="stack stack-tight">
          <span className="wordmark">
            <Mark size={28} />
            Plumbline
          </span>
          <p className="quiet">Evidence about machine-learning models that others can check.</p>
        </div>
        <div className="panel">
          {/* Only a path of this site: anything else would send a person away with a link that looks like ours. */}
          <SignInForm next={next !== undefined && /^\/(?![/\\])/.test(next) ? next : '/'} />
        </div>
        <p className="small quiet">No account? People are added by an administrator of your organisation.</p>
      </div>
    </main>
  );
}
