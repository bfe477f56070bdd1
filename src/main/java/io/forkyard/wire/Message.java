package io.forkyard.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one frame says. The type bytes are the wire's, so they never change their meaning; 2 has had
 * one.
 *
 * <p>Both sides switch on {@link #type()}: a pattern switch costs a fresh JVM its bootstrap.
 */
public sealed interface Message {

  byte HELLO = 1;
  byte TASK = 3;
  byte COMPILE = 4;
  byte CANCEL = 5;
  byte BYE = 6;
  byte PROGRAM = 7;
  byte ANSWER = 8;
  byte COMPLAINT = 9;
  byte EXITING = 10;
  byte LEAVING = 11;
  byte CHUNK = 12;
  byte ITEM = 13;
  byte CALL = 14;
  byte REPLY = 15;
  byte GIVE_UP = 16;
  byte PROGRESS = 17;
  byte INITIALIZE = 18;
  byte RECEIVED = 19;
  byte PULSE = 20;
  byte ALONE = 21;
  byte WARM_UP = 22;
  byte WARM = 23;

  /** The type byte of this message. */
  byte type();

  /** Child: who it is. The token proves that it is the process that was started. */
  record Hello(int version, String token) implements Message {
    @Override
    public byte type() {
      return HELLO;
    }
  }

  /**
   * Service: no task waits, so it may make the first one faster.
   *
   * @param target what that one will probably name, or empty; it may be loaded, and nothing run
   * @param classpath its directories and jars, in the order of lookup
   */
  record WarmUp(String target, List<String> classpath) implements Message {
    @Override
    public byte type() {
      return WARM_UP;
    }
  }

  /** Child: it has warmed up. */
  record Warm() implements Message {
    @Override
    public byte type() {
      return WARM;
    }
  }

  /**
   * Service: run this.
   *
   * @param attempt token of this attempt; every word about the task repeats it
   * @param job the job's id
   * @param number which attempt this is, from 1
   * @param pid the child's process id as the service sees it
   * @param ppid the service's process id
   * @param target {@code pkg.Type} or {@code pkg.Type::method}
   * @param args JSON array of the positional arguments
   * @param kwargs JSON object of the named arguments
   * @param classpath directories and jars of the job, in the order of lookup
   * @param maxResult longest result that is accepted, in bytes of UTF-8; 0 when none is wanted
   * @param progress whether it has a progress to tell
   */
  record Task(
      String attempt,
      String job,
      int number,
      long pid,
      long ppid,
      String target,
      String args,
      String kwargs,
      List<String> classpath,
      int maxResult,
      boolean progress)
      implements Message {
    @Override
    public byte type() {
      return TASK;
    }
  }

  /**
   * Service: run this before the first task; its value does not matter.
   *
   * @param call what to run, of no job
   */
  record Initialize(Task call) implements Message {
    @Override
    public byte type() {
      return INITIALIZE;
    }
  }

  /**
   * Service: compile one source file.
   *
   * @param attempt token that the answer repeats
   * @param source the text of the file
   * @param classpath what the source may refer to
   * @param output existing directory for the class files
   */
  record Compile(String attempt, String source, List<String> classpath, String output)
      implements Message {
    @Override
    public byte type() {
      return COMPILE;
    }
  }

  /**
   * Service: run the target once for each item, in order. Each is told by an {@link Item} before
   * the next begins; the chunk as a whole ends like any task.
   *
   * @param task what runs; its arguments by position are the items'
   * @param star whether each item is an array of arguments, else it is the one argument
   * @param items JSON values
   */
  record Chunk(Task task, boolean star, List<String> items) implements Message {
    @Override
    public byte type() {
      return CHUNK;
    }
  }

  /** Service: interrupt the task. */
  record Cancel() implements Message {
    @Override
    public byte type() {
      return CANCEL;
    }
  }

  /** Service: nothing follows. An idle child leaves, an exiting one need not read any more. */
  record Bye() implements Message {
    @Override
    public byte type() {
      return BYE;
    }
  }

  /** Child: the task is a program, its result is the end of the process. */
  record Program(String attempt) implements Message {
    @Override
    public byte type() {
      return PROGRAM;
    }
  }

  /** Child: the task's value as JSON, and the most memory that the process held, in bytes. */
  record Answer(String attempt, String json, long peakMemory) implements Message {
    @Override
    public byte type() {
      return ANSWER;
    }
  }

  /**
   * Child: why the task has no value.
   *
   * @param exception class name of what was thrown, or empty
   * @param stackTrace with the chain of causes, or empty
   */
  record Complaint(
      String attempt,
      Fault fault,
      String exception,
      String message,
      String stackTrace,
      long peakMemory)
      implements Message {
    @Override
    public byte type() {
      return COMPLAINT;
    }
  }

  /**
   * Child: how the next item of its chunk ended.
   *
   * @param attempt the chunk's
   * @param json its value, or empty
   * @param complaint why it has none, or null
   */
  record Item(String attempt, String json, @Nullable Complaint complaint) implements Message {
    @Override
    public byte type() {
      return ITEM;
    }
  }

  /**
   * Child: the task has left something behind, so it should be the last; comes before its answer.
   */
  record Leaving() implements Message {
    @Override
    public byte type() {
      return LEAVING;
    }
  }

  /**
   * Child: its orderly end has begun.
   *
   * @param own true when the code itself asked for it, false when a signal did
   */
  record Exiting(boolean own, long peakMemory) implements Message {
    @Override
    public byte type() {
      return EXITING;
    }
  }

  /**
   * Child: the task's code asks the service for something. There is one {@link Reply} to each.
   *
   * @param id never used before by this child
   * @param op what is asked for
   * @param json what the op needs to know
   */
  record Call(String attempt, long id, String op, String json) implements Message {
    @Override
    public byte type() {
      return CALL;
    }

    /**
     * Its part of {@link Wire#MAX_CALLS}, from when it is sent until its reply or {@link Received}
     * is.
     */
    public int weight() {
      return Math.max(Wire.LEAST_CALL, op.length() + json.length());
    }
  }

  /**
   * Service: what became of a call.
   *
   * @param text the value as JSON; for every other outcome a sentence
   */
  record Reply(long id, Outcome outcome, String text) implements Message {
    @Override
    public byte type() {
      return REPLY;
    }
  }

  /** Child: a call need not be waited for any more. Its reply comes all the same. */
  record GiveUp(long id) implements Message {
    @Override
    public byte type() {
      return GIVE_UP;
    }
  }

  /**
   * Child: what came of a value that would be lost with this child.
   *
   * @param id of the call
   * @param kept whether the task's code has it; else it is for somebody else
   */
  record Received(long id, boolean kept) implements Message {
    @Override
    public byte type() {
      return RECEIVED;
    }
  }

  /** Service: it is there. Nothing is to be done. */
  record Pulse() implements Message {
    @Override
    public byte type() {
      return PULSE;
    }
  }

  /** Child: it has heard nothing of the service for too long and ends itself. */
  record Alone() implements Message {
    @Override
    public byte type() {
      return ALONE;
    }
  }

  /** Child: how much of a task that has a progress is done, from 0 to 1. */
  record Progress(String attempt, double share) implements Message {
    @Override
    public byte type() {
      return PROGRESS;
    }
  }
}
