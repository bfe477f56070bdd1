package io.forkyard.process;

import java.nio.file.Path;
import java.util.List;

/**
 * One attempt of one job, as a child gets it.
 *
 * @param attempt token of this attempt; the child's words count under it only
 * @param number which attempt this is, from 1
 * @param args JSON array of the positional arguments
 * @param kwargs JSON object of the named arguments
 * @param classpath directories and jars, in the order of lookup
 * @param maxResult longest result that is accepted, in bytes of UTF-8; 0 when none is wanted
 */
public record Assignment(
    String attempt,
    String job,
    int number,
    String target,
    String args,
    String kwargs,
    List<Path> classpath,
    int maxResult) {

  public Assignment {
    classpath = List.copyOf(classpath);
  }
}
