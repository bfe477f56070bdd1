/**
 * The way of a finished job to whoever wants it: where it may go, how it is signed, and how often
 * it is tried. A delivery is a row that the end of its job makes due, so none is lost. A URL gets
 * it at least once; a queue exactly once, as its item and the end of the delivery are one
 * transaction.
 *
 * <pre>
 *   the job ends --> due --> attempt --> DELIVERED      the receiver took it
 *                     ^         |
 *                     +---------+------> FAILED         too old for another attempt, or its queue is gone
 *                    a wait that doubles
 * </pre>
 */
@NullMarked
package io.forkyard.callback;

import org.jspecify.annotations.NullMarked;
