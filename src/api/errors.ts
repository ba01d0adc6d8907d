/**
 * Why a request failed, in words that a user can act on.
 * `code` is the server's error code, or one of the two that only a client can know.
 */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly hint: string | null,
    /** HTTP status; 0 when there was no answer. */
    readonly status: number
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

/** The Jupyter server answers, but not our part of it: it is not installed or not enabled. */
export class ServerMissingError extends ApiError {
  constructor() {
    super(
      'server-missing',
      'The Runfolio server part does not answer.',
      null,
      404
    );
    this.name = 'ServerMissingError';
  }
}

/** No answer at all: the server is down or the network is away. */
export class OfflineError extends ApiError {
  constructor() {
    super('offline', 'The Jupyter server does not answer.', null, 0);
    this.name = 'OfflineError';
  }
}
