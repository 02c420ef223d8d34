/**
 * The gate for operations that need a second person. The policy and its commands come with their
 * own issue; the runner already asks here, between authorising and preparing, so that no operation
 * written until then can be forgotten.
 */
import type { Actor } from './context.ts'
import type { AnyOperation } from './operation.ts'

export type ApprovalRequest = {
  operation: AnyOperation
  raw: Record<string, unknown>
  actor: Actor
  approval: string | undefined
}

/** Answers the id of the approval that allows this call, null when none is needed, or throws
 * `approval_required` after filing the request. */
export type ApprovalGate = (request: ApprovalRequest) => Promise<string | null>

export const noApproval: ApprovalGate = async () => null
