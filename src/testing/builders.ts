/** Records for specs: every field of the wire, with only what a case is about spelled out. */
import type {
  CellRef,
  Content,
  Environment,
  InheritedResult,
  Metric,
  Output,
  Param,
  PointSeries,
  Result,
  Run,
  RunStep,
  StepStatus,
  TimelineStep,
  WireNumber
} from '../api/types';

/** A metric from its values in order. */
export function metric(
  values: WireNumber[],
  extra: Partial<Metric> = {}
): Metric {
  const finite = values.map(Number).filter(Number.isFinite);
  return {
    last: values[values.length - 1],
    min: finite.length ? Math.min(...finite) : 'NaN',
    max: finite.length ? Math.max(...finite) : 'NaN',
    count: values.length,
    first_x: 1,
    last_x: values.length,
    grade: 'result',
    source: 'printed',
    unit: null,
    spread: null,
    ...extra
  };
}

/** A param from its Python text. */
export function param(text: string, extra: Partial<Param> = {}): Param {
  const number = Number(text);
  const isNumber = text !== '' && !Number.isNaN(number);
  const type = isNumber
    ? /[.e]/.test(text)
      ? 'float'
      : 'int'
    : text === 'None'
      ? 'null'
      : 'str';
  const value = isNumber
    ? number
    : text === 'None'
      ? null
      : text.replace(/^'|'$/g, '');
  return { type, text, value, source: 'call', step_id: 's5', ...extra };
}

/** Params by name from their Python texts. */
export function params(texts: Record<string, string>): Record<string, Param> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, param(text)])
  );
}

/** A result with single values. */
export function result(
  values: Record<string, WireNumber | WireNumber[]>,
  extra: Partial<Result> = {}
): Result {
  return {
    step_id: 's6',
    cell_key: 'c6',
    cell_number: 6,
    heading: null,
    metrics: Object.fromEntries(
      Object.entries(values).map(([key, value]) => [
        key,
        metric(Array.isArray(value) ? value : [value])
      ])
    ),
    params: {},
    selected: {},
    artifacts: [],
    ...extra
  };
}

/** A result that the run did not make itself. */
export function inherited(
  values: Record<string, WireNumber>,
  extra: Partial<InheritedResult> = {}
): InheritedResult {
  return { ...result(values), run_id: null, stale: false, ...extra };
}

/** A finished run `#number`, opened `number` minutes after noon. */
export function run(number: number, extra: Partial<Run> = {}): Run {
  const minute = String(number % 60).padStart(2, '0');
  return {
    run_id: `r${number}`,
    notebook_id: 'n1',
    experiment_id: 'e1',
    revision: number,
    rules_version: 1,
    number,
    name: null,
    status: 'finished',
    busy: false,
    draft: false,
    replicate_of: null,
    parent_run_id: null,
    opened_by: 're-execution',
    opened_at: `2026-11-23T12:${minute}:00.000000Z`,
    last_result_at: `2026-11-23T12:${minute}:30.000000Z`,
    closed_at: `2026-11-23T12:${minute}:40.000000Z`,
    busy_seconds: 9.41,
    wall_seconds: 40,
    notebook_path: 'digits.ipynb',
    language: 'python',
    kernel_id: 'k1',
    kernel_epoch: 1,
    params: {},
    results: [],
    inherited_results: [],
    observations: {},
    flags: {},
    changes: null,
    step_counts: { own: 2, inherited: 4, after_result: 0 },
    environment_digest: 'env1',
    datasets: [],
    logged_files: [],
    artifacts: [],
    tags: [],
    note: null,
    starred: false,
    color: ((number - 1) % 10) + 1,
    live: null,
    cells: null,
    spark: null,
    ...extra
  };
}

/** An open run whose only step, `step_id`, has given these values of a metric so far. */
export function training(
  key: string,
  values: number[],
  status: StepStatus = 'busy',
  step_id = 's6'
): Run {
  const step = { cell_key: 'c6', cell_number: 6, execution_count: 6 };
  return run(2, {
    status: 'open',
    results: [result({ [key]: values }, { step_id })],
    live: {
      steps: [{ ...step, step_id, status, role: 'own' }],
      queued: 0,
      busy_since: null,
      last_step_at: null,
      probable: true
    }
  });
}

/** A run without a result. */
export function draft(number: number, extra: Partial<Run> = {}): Run {
  return run(number, { draft: true, color: null, ...extra });
}

/** An effective cell. `code` stands for its digest. */
export function cell(
  number: number | null,
  code: string,
  extra: Partial<CellRef> = {}
): CellRef {
  return {
    cell_key: `c${number}`,
    step_id: `s${number}`,
    number,
    heading: null,
    code_digest: code,
    role: 'own',
    look: false,
    ...extra
  };
}

/** The step that a cell's code ran in. */
export function step(
  number: number,
  code: string,
  extra: Partial<RunStep> = {}
): RunStep {
  return {
    step_id: `s${number}`,
    kernel_id: 'k1',
    epoch: 1,
    seq: number,
    msg_id: `m${number}`,
    notebook_id: 'n1',
    cell_key: `c${number}`,
    cell_id: `id${number}`,
    cell_number: number,
    heading: null,
    code,
    code_digest: code,
    execution_count: number,
    status: 'finished',
    queued_at: null,
    started_at: '2026-11-23T12:00:00.000000Z',
    ended_at: '2026-11-23T12:00:01.000000Z',
    duration: 1,
    origin: 'cell',
    look: false,
    flags: {},
    outputs: [],
    redactions: 0,
    role: 'own',
    ...extra
  };
}

/** A step as the timeline has it, of the run with this number; null: of none. */
export function timelineStep(
  number: number,
  code: string,
  runNumber: number | null = 1,
  extra: Partial<TimelineStep> = {}
): TimelineStep {
  const shared: Partial<RunStep> = step(number, code);
  delete shared.role;
  return {
    ...(shared as Omit<RunStep, 'role'>),
    run_ids: runNumber === null ? [] : [`r${runNumber}`],
    run_numbers: runNumber === null ? [] : [runNumber],
    ...extra
  };
}

/** Points of a metric at x = 1, 2, 3… */
export function points(
  runId: string,
  key: string,
  values: WireNumber[],
  extra: Partial<PointSeries> = {}
): PointSeries {
  return {
    run_id: runId,
    step_id: 's6',
    cell_key: 'c6',
    key,
    x: values.map((_, index) => index + 1),
    values,
    count: values.length,
    inherited: false,
    ...extra
  };
}

/** An environment with packages by name. */
export function environment(
  versions: Record<string, string>,
  extra: Partial<Environment> = {}
): Environment {
  return {
    source: 'from disk',
    language: 'python',
    python: '3.11.9',
    executable: '/opt/python/bin/python',
    os: 'Linux 6.1',
    cpu: 'x86_64',
    cpu_count: 2,
    memory_bytes: 8e9,
    packages: Object.entries(versions).map(([name, version]) => ({
      name,
      version,
      editable: false,
      url: null,
      commit: null
    })),
    git: null,
    ...extra
  };
}

/** An output of a step: a stream if it has a name, else a display. */
export function output(extra: Partial<Output> = {}): Output {
  return {
    kind: extra.name ? 'stream' : 'display_data',
    name: null,
    text: '',
    total_bytes: 0,
    left_out: 0,
    cleared_bytes: 0,
    digest: null,
    truncated: false,
    ename: null,
    evalue: null,
    display_id: null,
    contents: [],
    ...extra
  };
}

/** One representation of an output. */
export function content(mime: string, extra: Partial<Content> = {}): Content {
  const size = extra.text?.length ?? 0;
  return { mime, size, digest: null, text: null, dropped: false, ...extra };
}
