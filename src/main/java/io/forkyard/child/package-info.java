/**
 * The child JVM's side of the pipes: it takes a task, runs the job's code and tells how that ended.
 *
 * <p>Each class that a child touches on its way to a task costs every fresh JVM processor time, so
 * there are no lambdas, streams, formats, regular expressions or logging here.
 */
@NullMarked
package io.forkyard.child;

import org.jspecify.annotations.NullMarked;
