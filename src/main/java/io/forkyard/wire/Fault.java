package io.forkyard.wire;

/** Why a child has no value for a task. The order is the wire's: add at the end only. */
public enum Fault {
  /** The code threw. */
  EXCEPTION,
  /** Memory ran out and the child lived to tell. */
  OUT_OF_MEMORY,
  /** No such class, or no such method in it. */
  TARGET_NOT_FOUND,
  /** The arguments do not fit the parameters in number, name or type. */
  BAD_ARGUMENTS,
  /** The compiler refused the source. */
  COMPILE_ERROR,
  /** The value has no JSON form, or one over the limit. */
  UNSERIALIZABLE_RESULT
}
