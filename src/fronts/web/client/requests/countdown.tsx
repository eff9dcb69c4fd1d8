// The seconds that are left to decide.
import { useEffect, useState } from 'react';

const soon = 15; // s

/** @param deadline ms of `performance.now()` */
export function Countdown({ deadline }: { readonly deadline: number }) {
  const [left, setLeft] = useState(() => leftUntil(deadline));
  useEffect(() => {
    const look = () => setLeft(leftUntil(deadline));
    look();
    const timer = setInterval(look, 250);
    return () => clearInterval(timer);
  }, [deadline]);
  return (
    <span className={`countdown ${left <= soon ? 'soon' : ''}`}>
      {Math.floor(left / 60)}:{String(left % 60).padStart(2, '0')}
      <span className="unseen"> left</span>
    </span>
  );
}

const leftUntil = (deadline: number) => Math.max(0, Math.ceil((deadline - performance.now()) / 1000));
