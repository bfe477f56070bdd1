/**
 * Parameters of records, beans and all else that is no plain value, by Gson made strict. On the
 * class path, for the library's sake.
 */
@NullMarked
package io.forkyard.child.bean;

import org.jspecify.annotations.NullMarked;
