import type { IWords } from './words';

const MINUTE = 60;
const HOUR = 3600;

/** A duration in seconds as the lists show it: `0.24 s`, `18.3 s`, `3 min 10 s`, `1 h 02 min`. */
export function formatDuration(seconds: number, words: IWords): string {
  if (seconds > 0 && seconds < 0.005) {
    return words.__('< 0.01 s');
  }
  if (seconds < MINUTE && shortSeconds(seconds) !== '60.0') {
    return words.__('%1 s', shortSeconds(seconds));
  }
  const whole = Math.round(seconds);
  if (whole < HOUR) {
    return words.__('%1 min %2 s', Math.floor(whole / MINUTE), whole % MINUTE);
  }
  const minutes = Math.round(seconds / MINUTE);
  return words.__(
    '%1 h %2 min',
    Math.floor(minutes / MINUTE),
    twoDigits(minutes % MINUTE)
  );
}

/** A duration as a clock that ticks: `0:18`, `3:10`, `1:02:07`. Whole seconds, never ahead. */
export function formatClock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const tail = twoDigits(whole % MINUTE);
  const minutes = Math.floor(whole / MINUTE) % MINUTE;
  return whole < HOUR
    ? `${minutes}:${tail}`
    : `${Math.floor(whole / HOUR)}:${twoDigits(minutes)}:${tail}`;
}

/** A duration for screen readers: `18.3 seconds`, `3 minutes 10 seconds`. */
export function spokenDuration(seconds: number, words: IWords): string {
  if (seconds < MINUTE && shortSeconds(seconds) !== '60.0') {
    return words.__('%1 seconds', shortSeconds(seconds));
  }
  const whole = Math.round(seconds);
  const hours = Math.floor(whole / HOUR);
  const minutes = Math.floor((whole % HOUR) / MINUTE);
  const parts: string[] = [];
  if (hours) {
    parts.push(words._n('%1 hour', '%1 hours', hours));
  }
  if (minutes) {
    parts.push(words._n('%1 minute', '%1 minutes', minutes));
  }
  if (!hours && whole % MINUTE) {
    parts.push(words._n('%1 second', '%1 seconds', whole % MINUTE));
  }
  return parts.join(' ');
}

function shortSeconds(seconds: number): string {
  return seconds.toFixed(seconds < 9.995 ? 2 : 1);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
