/**
 * Forkyard: a process pool for the JVM, over HTTP. The drawing of the house, in words; an arrow is
 * an import, and {@code ArchitectureTest} holds the code to it.
 *
 * <pre>
 *   launch    --> (nothing)                     looks at the Java version, then starts the service
 *   web       --> pool, callback, job, queue, lock, line, code, node, storage
 *                                               HTTP: controllers, errors, security, OpenAPI
 *   actuator  --> pool, callback, job, queue, lock, process, node, storage
 *                                               what operators see
 *   callback  --> job, queue, line, storage     the way of a finished job or map to its caller
 *   inside    --> pool, queue, lock, line, process, node, storage
 *                                               what jobs may ask of queues and locks
 *   pool      --> job, code, process, node, storage
 *                                               which job runs now, and its way through a child
 *   job       --> storage                       what a job is and how it changes
 *   queue     --> line, storage                 queues of JSON values
 *   lock      --> line, storage                 locks, semaphores, events
 *   line      --> storage                       who waits for what, first come, first served
 *   code      --> storage                       uploaded jars, compiled sources
 *   node      --> storage                       which services share the database, and their errands
 *   storage   --> (nothing)                     database, migrations, the one place that waits
 *   process   --> wire                          the parent's side of every child JVM
 *   child     --> wire, api                     the child's side
 *   wire      --> (nothing)                     the frames between the two
 *   api       --> (nothing)                     what job code may import
 *   examples  --> api                           jobs to try
 * </pre>
 *
 * <p>Of {@code storage}, {@code web} sees the keys of repeated requests and the log of changes,
 * never the database. {@code pool} also reads {@code wire.Fault}, the names of a child's
 * complaints. {@code launch}, {@code wire}, {@code child}, {@code api} and {@code examples} run on
 * an older Java than the rest and know nothing of Spring.
 *
 * <p>One job, from POST to result: {@code web} checks the request; {@code job} writes a PENDING
 * row; the pool's thread claims as many rows as it has idle workers and free slots; {@code process}
 * hands each to its child JVM; the child resolves the target, converts the arguments, invokes and
 * answers; the outcome is written under the attempt's token; whoever waits is woken.
 */
@NullMarked
package io.forkyard;

import org.jspecify.annotations.NullMarked;
