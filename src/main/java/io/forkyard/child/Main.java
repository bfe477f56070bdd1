package io.forkyard.child;

import io.forkyard.api.Forkyard;
import io.forkyard.wire.FrameReader;
import io.forkyard.wire.FrameWriter;
import io.forkyard.wire.Message;
import io.forkyard.wire.Wire;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Main of the child JVM. Tasks run on the thread of this {@code main}, so that a program that
 * returns, or throws, ends the JVM as it would have ended one of its own.
 *
 * <p>Its argument, if there is one, is how long the service may be silent, in milliseconds.
 */
public final class Main {

  private Main() {}

  public static void main(String[] arguments) throws Throwable {
    FrameReader in = new FrameReader(new FileInputStream("/dev/fd/" + Wire.CHILD_READS));
    FrameWriter out = new FrameWriter(new FileOutputStream("/dev/fd/" + Wire.CHILD_WRITES));
    CurrentJob job = new CurrentJob(out);
    Forkyard.attach(job);
    Inbox inbox = new Inbox(Thread.currentThread());
    Listener listener = new Listener(in, inbox, job);
    greet(out);
    ParentWatch.begin();
    if (arguments.length > 0) {
      PulseWatch.begin(listener, out, Long.parseLong(arguments[0]));
    }
    listener.start();
    Farewell.arrange(out, listener);
    new Worker(inbox, out, job).work();
  }

  private static void greet(FrameWriter out) throws IOException {
    @Nullable String token = System.getenv(Wire.TOKEN_VARIABLE);
    out.write(new Message.Hello(Wire.VERSION, token == null ? "" : token));
  }
}
