import type { ResponseParameters } from '@grammyjs/types'

/** A call that Telegram refuses; becomes `{ok: false, error_code, description, parameters}`. */
export class ApiFailure extends Error {
  readonly code: number
  readonly parameters: ResponseParameters | undefined

  constructor(code: number, description: string, parameters?: ResponseParameters) {
    super(description)
    this.code = code
    this.parameters = parameters
  }
}

export const badRequest = (reason: string, parameters?: ResponseParameters): ApiFailure =>
  new ApiFailure(400, `Bad Request: ${reason}`, parameters)
export const forbidden = (reason: string): ApiFailure => new ApiFailure(403, `Forbidden: ${reason}`)
export const conflict = (reason: string): ApiFailure => new ApiFailure(409, `Conflict: ${reason}`)
export const tooMany = (seconds: number): ApiFailure =>
  new ApiFailure(429, `Too Many Requests: retry after ${seconds}`, { retry_after: seconds })

/** What a person's client would not let happen: a wrong use of the simulator, not an answer of Telegram. */
export class Misuse extends Error {}
