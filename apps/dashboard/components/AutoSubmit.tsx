'use client';

import { useEffect, useRef, useState } from 'react';

/** Sends its form as soon as a choice changes; without scripts it is an ordinary button. */
export function AutoSubmit({ label }: { label: string }) {
  const button = useRef<HTMLButtonElement>(null);
  const [needless, setNeedless] = useState(false);
  useEffect(() => {
    setNeedless(true);
    const form = button.current?.form;
    const submit = (): void => form?.requestSubmit();
    form?.addEventListener('change', submit);
    return () => form?.removeEventListener('change', submit);
  }, []);
  return (
    <button ref={button} className="button" hidden={needless}>
      {label}
    </button>
  );
}
