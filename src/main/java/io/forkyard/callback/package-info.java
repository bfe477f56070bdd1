/**
 * The way of a finished job to whoever wants it: where it may go, how it is signed, and how often
 * it is tried. A delivery is a row that the end of its job makes due, so none is lost.
 *
 * <pre>
 *   the job ends --> due --> attempt --> DELIVERED      the receiver took it
 *                     ^         |
 *                     +---------+------> FAILED         too old for another attempt
 *                    a wait that doubles
 * </pre>
 */
@NullMarked
package io.forkyard.callback;

import org.jspecify.annotations.NullMarked;
