package io.forkyard.process;

import io.forkyard.wire.FrameException;
import io.forkyard.wire.FrameReader;
import io.forkyard.wire.FrameWriter;
import io.forkyard.wire.Message;
import io.forkyard.wire.Wire;
import java.io.IOException;
import java.net.ProtocolException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The frames of one child. A platform thread reads them, because those read pipes faster; any
 * thread may write. What a pipe may not have room for goes through the outbox, so that a child that
 * does not read holds up nobody.
 */
final class Channel {

  private static final Logger log = LoggerFactory.getLogger(Channel.class);

  /** Hears what the child says, on the reader's thread; nothing else is read meanwhile. */
  interface Listener {

    void hear(Message message) throws ProtocolException;

    /** It has proved who it is. */
    void greeted();

    /** Nothing more will be heard: the child's end is closed. */
    void closed();

    /** Nothing more is listened to: what it says makes no sense. */
    void broken(IOException reason);
  }

  /** A pipe has room for it, unless the outbox has filled it. */
  private static final int SMALL = 16 * 1024;

  private final FrameReader in;
  private final FrameWriter out;
  private final Outbox outbox;
  private final String token;
  private final Listener listener;
  private final Thread reader;

  Channel(String name, Process process, String token, Listener listener) {
    this.in = new FrameReader(process.getInputStream());
    this.out = new FrameWriter(process.getOutputStream());
    this.outbox = new Outbox(name, out);
    this.token = token;
    this.listener = listener;
    this.reader =
        Thread.ofPlatform().daemon().name("child-" + name + "-reader").unstarted(this::listen);
  }

  void open() {
    reader.start();
  }

  /**
   * Says something without waiting for the child to hear it.
   *
   * @throws FrameException if it does not fit into a frame
   * @throws IOException if the child is known to be gone
   */
  void send(Message message) throws IOException {
    byte[] frame = FrameWriter.bytes(message);
    if (frame.length > SMALL || outbox.begun()) {
      outbox.post(() -> frame);
    } else {
      out.write(frame);
    }
  }

  void post(Outbox.Letter letter) {
    outbox.post(letter);
  }

  /** Lets the child hear that the service is there; never waits for it. */
  void pulse() {
    outbox.pulse();
  }

  /** The child is gone. */
  void close() {
    outbox.close();
  }

  /** Waits until everything that the child has said was heard, or for as long as said. */
  void drain(Duration limit) {
    try {
      boolean _ = reader.join(limit);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void listen() {
    try (in) {
      hearAll();
    } catch (IOException e) {
      log.debug("The pipe of a child could not be closed", e);
    }
  }

  /** Leaves the pipe open: a child that is to be killed must not see it closed before. */
  private void hearAll() {
    try {
      Message first = in.read();
      if (first != null) {
        greet(first);
        listener.greeted();
        converse();
      }
      listener.closed();
    } catch (FrameException | ProtocolException e) {
      listener.broken(e);
    } catch (IOException e) {
      listener.closed();
    } catch (OutOfMemoryError e) {
      listener.broken(new ProtocolException("it sent more than this service has room for"));
    } catch (RuntimeException e) {
      log.error("What a child said could not be handled", e);
      listener.broken(new ProtocolException("what it said could not be handled"));
    }
  }

  private void converse() throws IOException {
    for (Message message = in.read(); message != null; message = in.read()) {
      listener.hear(message);
    }
  }

  private void greet(Message first) throws ProtocolException {
    if (!(first instanceof Message.Hello hello)
        || hello.version() != Wire.VERSION
        || !hello.token().equals(token)) {
      throw new ProtocolException("it did not say the right hello");
    }
  }
}
