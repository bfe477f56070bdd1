package io.forkyard.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Writes messages as frames, each with one write, so that threads may share it. */
public final class FrameWriter implements AutoCloseable {

  private final OutputStream out;

  public FrameWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Writes one frame.
   *
   * @throws FrameException if it would be larger than {@link Wire#MAX_FRAME}; nothing is written
   * @throws IOException if the other side is gone
   */
  public void write(Message message) throws IOException {
    Buffer frame = frame(message);
    synchronized (this) {
      frame.send(out);
    }
  }

  /**
   * Writes frames that were made before.
   *
   * @throws IOException if the other side is gone
   */
  public void write(byte[] frame) throws IOException {
    synchronized (this) {
      out.write(frame);
      out.flush();
    }
  }

  /**
   * The frame of a message, to be written later.
   *
   * @throws FrameException if it would be larger than {@link Wire#MAX_FRAME}
   */
  public static byte[] bytes(Message message) throws IOException {
    return frame(message).toByteArray();
  }

  private static Buffer frame(Message message) throws FrameException {
    Buffer frame = new Buffer();
    frame.writeInt(0);
    frame.write(message.type());
    fields(message, frame);
    int length = frame.size() - Integer.BYTES;
    if (length > Wire.MAX_FRAME) {
      throw new FrameException("a frame of " + length + " bytes, at most " + Wire.MAX_FRAME);
    }
    frame.begin(length);
    return frame;
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  private static void fields(Message message, Buffer out) {
    switch (message.type()) {
      case Message.HELLO -> {
        Message.Hello hello = (Message.Hello) message;
        out.writeInt(hello.version());
        string(hello.token(), out);
      }
      case Message.WARM_UP -> {
        Message.WarmUp warmUp = (Message.WarmUp) message;
        string(warmUp.target(), out);
        strings(warmUp.classpath(), out);
      }
      case Message.TASK -> task((Message.Task) message, out);
      case Message.INITIALIZE -> task(((Message.Initialize) message).call(), out);
      case Message.COMPILE -> {
        Message.Compile compile = (Message.Compile) message;
        string(compile.attempt(), out);
        string(compile.source(), out);
        strings(compile.classpath(), out);
        string(compile.output(), out);
      }
      case Message.CHUNK -> {
        Message.Chunk chunk = (Message.Chunk) message;
        task(chunk.task(), out);
        out.writeBoolean(chunk.star());
        strings(chunk.items(), out);
      }
      case Message.ITEM -> item((Message.Item) message, out);
      case Message.PROGRAM -> string(((Message.Program) message).attempt(), out);
      case Message.ANSWER -> {
        Message.Answer answer = (Message.Answer) message;
        string(answer.attempt(), out);
        string(answer.json(), out);
        out.writeLong(answer.peakMemory());
      }
      case Message.COMPLAINT -> {
        Message.Complaint complaint = (Message.Complaint) message;
        string(complaint.attempt(), out);
        complaint(complaint, out);
      }
      case Message.EXITING -> {
        Message.Exiting exiting = (Message.Exiting) message;
        out.writeBoolean(exiting.own());
        out.writeLong(exiting.peakMemory());
      }
      case Message.CALL -> call((Message.Call) message, out);
      case Message.REPLY -> reply((Message.Reply) message, out);
      case Message.GIVE_UP -> out.writeLong(((Message.GiveUp) message).id());
      case Message.RECEIVED -> received((Message.Received) message, out);
      case Message.PROGRESS -> progress((Message.Progress) message, out);
      default -> {
        // Warm, Cancel, Bye, Leaving, Pulse and Alone have no fields.
      }
    }
  }

  private static void task(Message.Task task, Buffer out) {
    string(task.attempt(), out);
    string(task.job(), out);
    out.writeInt(task.number());
    out.writeLong(task.pid());
    out.writeLong(task.ppid());
    string(task.target(), out);
    string(task.args(), out);
    string(task.kwargs(), out);
    strings(task.classpath(), out);
    out.writeInt(task.maxResult());
    out.writeBoolean(task.progress());
  }

  private static void item(Message.Item item, Buffer out) {
    Message.Complaint complaint = item.complaint();
    string(item.attempt(), out);
    out.writeBoolean(complaint == null);
    if (complaint == null) {
      string(item.json(), out);
    } else {
      complaint(complaint, out);
    }
  }

  /** All of it but the attempt. */
  private static void complaint(Message.Complaint complaint, Buffer out) {
    out.write(complaint.fault().ordinal());
    string(complaint.exception(), out);
    string(complaint.message(), out);
    string(complaint.stackTrace(), out);
    out.writeLong(complaint.peakMemory());
  }

  private static void call(Message.Call call, Buffer out) {
    string(call.attempt(), out);
    out.writeLong(call.id());
    string(call.op(), out);
    string(call.json(), out);
  }

  private static void reply(Message.Reply reply, Buffer out) {
    out.writeLong(reply.id());
    out.write(reply.outcome().ordinal());
    string(reply.text(), out);
  }

  private static void received(Message.Received received, Buffer out) {
    out.writeLong(received.id());
    out.writeBoolean(received.kept());
  }

  private static void progress(Message.Progress progress, Buffer out) {
    string(progress.attempt(), out);
    out.writeLong(Double.doubleToLongBits(progress.share()));
  }

  private static void strings(List<String> values, Buffer out) {
    out.writeInt(values.size());
    for (String value : values) {
      string(value, out);
    }
  }

  private static void string(String value, Buffer out) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.writeBytes(bytes);
  }

  /**
   * Patches the length in, and sends without a copy of the frame. Numbers are put together by hand:
   * the JDK's own streams do it by method handles, a tenth of a child's start.
   */
  private static final class Buffer extends ByteArrayOutputStream {

    void writeBoolean(boolean value) {
      write(value ? 1 : 0);
    }

    void writeInt(int value) {
      write(value >>> 24);
      write(value >>> 16);
      write(value >>> 8);
      write(value);
    }

    void writeLong(long value) {
      writeInt((int) (value >>> 32));
      writeInt((int) value);
    }

    void begin(int length) {
      buf[0] = (byte) (length >>> 24);
      buf[1] = (byte) (length >>> 16);
      buf[2] = (byte) (length >>> 8);
      buf[3] = (byte) length;
    }

    void send(OutputStream out) throws IOException {
      out.write(buf, 0, count);
      out.flush();
    }
  }
}
