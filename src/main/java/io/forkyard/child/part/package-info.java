/**
 * The way from the child's core, which the boot loader finds, to its parts that lean on more than
 * the boot loader sees: a library, or the JDK's compiler. They are in a jar on the class path.
 */
@NullMarked
package io.forkyard.child.part;

import org.jspecify.annotations.NullMarked;
