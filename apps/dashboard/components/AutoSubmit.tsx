'use client';

import { useEffect, useRef } from 'react';

/** Sends its form as soon as a choice changes; without scripts it is an ordinary button. */
export function AutoSubmit({ label }: { label: string }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const form = button.current?.form;
    const submit = (): void => form?.requestSubmit();
    form?.addEventListener('change', submit);
    return () => form?.removeEventListener('change', submit);
  }, []);
  return (
    <button ref={button} className="button">
      {label}
    </button>
  );
}
