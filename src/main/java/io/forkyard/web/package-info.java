/** The HTTP face: requests checked and mapped, answers, errors, access, and the API document. */
@NullMarked
package io.forkyard.web;

import org.jspecify.annotations.NullMarked;
