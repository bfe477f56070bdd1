package io.forkyard.process;

import io.forkyard.wire.Message;
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
 * @param progress whether it has a progress to tell, as a job has
 */
public record Assignment(
    String attempt,
    String job,
    int number,
    String target,
    String args,
    String kwargs,
    List<Path> classpath,
    int maxResult,
    boolean progress) {

  public Assignment {
    classpath = List.copyOf(classpath);
  }

  Message.Task message(long pid) {
    return new Message.Task(
        attempt,
        job,
        number,
        pid,
        ProcessHandle.current().pid(),
        target,
        args,
        kwargs,
        strings(classpath),
        maxResult,
        progress);
  }

  Preload preload() {
    return new Preload(target, classpath);
  }

  static List<String> strings(List<Path> paths) {
    return paths.stream().map(Path::toString).toList();
  }
}
