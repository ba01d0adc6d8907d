import type { IWords } from './words';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/**
 * A moment as the lists show it: `12 s ago`, `5 min ago`, `14:02` today, `yesterday 14:02`,
 * `12 Nov 14:02` this year, else `12 Nov 2025`. Local time.
 */
export function formatDate(
  date: Date,
  now: Date,
  words: IWords,
  locale?: string
): string {
  // A clock that is ahead of ours does not make the future.
  const age = Math.max(0, now.getTime() - date.getTime());
  if (age < MINUTE) {
    return words.__('%1 s ago', Math.floor(age / SECOND));
  }
  if (age < HOUR) {
    return words.__('%1 min ago', Math.floor(age / MINUTE));
  }
  const time = timeOfDay(date);
  const days = daysBetween(date, now);
  if (days === 0) {
    return time;
  }
  if (days === 1) {
    return words.__('yesterday %1', time);
  }
  return date.getFullYear() === now.getFullYear()
    ? words.__('%1 %2 %3', date.getDate(), month(date, locale), time)
    : dayAndYear(date, words, locale);
}

/** A moment in full, for hover and screen readers: `23 Nov 2026, 14:02:11 UTC+1`. */
export function fullDate(date: Date, words: IWords, locale?: string): string {
  const seconds = String(date.getSeconds()).padStart(2, '0');
  return words.__(
    '%1, %2 %3',
    dayAndYear(date, words, locale),
    `${timeOfDay(date)}:${seconds}`,
    zone(date)
  );
}

/** Heading of a day in a list: `Today`, `Yesterday`, `12 Nov`, `12 Nov 2025`. */
export function dayHeading(
  date: Date,
  now: Date,
  words: IWords,
  locale?: string
): string {
  const days = daysBetween(date, now);
  if (days <= 0) {
    return words.__('Today');
  }
  if (days === 1) {
    return words.__('Yesterday');
  }
  return date.getFullYear() === now.getFullYear()
    ? words.__('%1 %2', date.getDate(), month(date, locale))
    : dayAndYear(date, words, locale);
}

/** `14:02`, local. */
export function timeOfDay(date: Date): string {
  const hours = String(date.getHours()).padStart(2, '0');
  return `${hours}:${String(date.getMinutes()).padStart(2, '0')}`;
}

/** Calendar days from date to now, by local midnights (a day may have 23 or 25 hours). */
function daysBetween(date: Date, now: Date): number {
  const from = Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  const to = Date.UTC(now.getFullYear(), now.getMonth(), now.getDate());
  return Math.round((to - from) / (24 * HOUR));
}

function dayAndYear(date: Date, words: IWords, locale?: string): string {
  return words.__(
    '%1 %2 %3',
    date.getDate(),
    month(date, locale),
    date.getFullYear()
  );
}

function month(date: Date, locale?: string): string {
  return new Intl.DateTimeFormat(locale, { month: 'short' }).format(date);
}

/** `UTC`, `UTC+1`, `UTC−3:30`. */
function zone(date: Date): string {
  const offset = -date.getTimezoneOffset();
  if (offset === 0) {
    return 'UTC';
  }
  const minutes = Math.abs(offset) % 60;
  const hours = Math.floor(Math.abs(offset) / 60);
  const tail = minutes ? `:${String(minutes).padStart(2, '0')}` : '';
  return `UTC${offset > 0 ? '+' : '\u2212'}${hours}${tail}`;
}
