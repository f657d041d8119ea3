import Link from 'next/link';
import { Empty } from '../../components/Empty';

export default function NotFound() {
  return (
    <div className="panel">
      <Empty title="There is no such page">
        <p className="quiet">What the address names does not exist, or belongs to another organisation.</p>
        <Link className="button" href="/">
          To the comparison
        </Link>
      </Empty>
    </div>
  );
}
