/** How long a busy step may still take, from earlier executions of its cell. */

/** The facts of a step that an estimate needs. */
export interface ITimedStep {
  step_id: string;
  cell_key: string | null;
  status: string;
  /** Seconds; null while unknown. */
  duration: number | null;
}

/** An estimate and its ground. */
export interface ITimeLeft {
  secondsLeft: number;
  from: number;
  shortest: number;
  longest: number;
}

/** By the median of the cell's finished executions; null when there is none. */
export function timeLeft(
  steps: readonly ITimedStep[],
  busy: { step_id: string; cell_key: string | null },
  elapsed: number
): ITimeLeft | null {
  const durations = steps
    .filter(
      step =>
        step.cell_key !== null &&
        step.cell_key === busy.cell_key &&
        step.step_id !== busy.step_id &&
        step.status === 'finished'
    )
    .flatMap(step => step.duration ?? [])
    .sort((a, b) => a - b);
  if (!durations.length) {
    return null;
  }
  const middle = durations.length / 2;
  const median =
    (durations[Math.floor(middle)] + durations[Math.ceil(middle) - 1]) / 2;
  return {
    secondsLeft: Math.max(0, median - elapsed),
    from: durations.length,
    shortest: durations[0],
    longest: durations[durations.length - 1]
  };
}
