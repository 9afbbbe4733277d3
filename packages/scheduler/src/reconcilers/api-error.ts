// What the API server answers when it does not do what it is asked, with Kubernetes' own reasons and words.

export type ApiErrorReason =
  | "NotFound"
  | "AlreadyExists"
  | "Conflict"
  | "Invalid"
  | "Forbidden"
  | "TooManyRequests"
  | "Timeout"
  | "ServiceUnavailable";

const CODES: Readonly<Record<ApiErrorReason, number>> = {
  NotFound: 404,
  AlreadyExists: 409,
  Conflict: 409,
  Invalid: 422,
  Forbidden: 403,
  TooManyRequests: 429,
  Timeout: 504,
  ServiceUnavailable: 503,
};

/** Thrown into a controller that waits for an answer. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  /** The HTTP status. */
  readonly code: number;

  constructor(
    readonly reason: ApiErrorReason,
    message: string,
  ) {
    super(message);
    this.code = CODES[reason];
  }
}

export const notFound = (resource: string, name: string): ApiError =>
  new ApiError("NotFound", `${resource} "${name}" not found`);

export const alreadyExists = (resource: string, name: string): ApiError =>
  new ApiError("AlreadyExists", `${resource} "${name}" already exists`);

export const modified = (resource: string, name: string): ApiError =>
  new ApiError(
    "Conflict",
    `Operation cannot be fulfilled on ${resource} "${name}": the object has been modified; ` +
      "please apply your changes to the latest version and try again",
  );

export const unavailable = (): ApiError =>
  new ApiError("ServiceUnavailable", "the server is currently unable to handle the request");

export const timedOut = (): ApiError =>
  new ApiError("Timeout", "Timeout: request did not complete within the allotted timeout");
