export default function Loading() {
  return (
    <div className="stack" role="status" aria-label="Loading">
      <div className="skeleton" style={{ height: '2.25rem', width: '18rem', maxWidth: '80%' }} />
      <div className="skeleton" style={{ height: '1.25rem', width: '30rem', maxWidth: '100%' }} />
      <div className="skeleton" style={{ height: '22rem', marginTop: '1rem' }} />
    </div>
  );
}
