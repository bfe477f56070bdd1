package io.forkyard.wire;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads frames. What arrives is not trusted: lengths, types and counts are checked. */
public final class FrameReader implements AutoCloseable {

  private static final int BUFFER = 8192;
  private static final Fault[] FAULTS = Fault.values();
  private static final Outcome[] OUTCOMES = Outcome.values();

  private final InputStream in;

  /** What is read and not yet understood, from {@code start} to before {@code end}. */
  private final byte[] buffer = new byte[BUFFER];

  private int start;
  private int end;

  public FrameReader(InputStream in) {
    this.in = in;
  }

  /**
   * Waits for the next frame.
   *
   * @return the message, or null when the other side has closed its end between two frames
   * @throws FrameException if the frame is malformed, too large or of an unknown type
   * @throws IOException if the pipe breaks within a frame
   */
  public @Nullable Message read() throws IOException {
    if (start == end && !fill()) {
      return null;
    }
    ByteBuffer fields = frame(length());
    Message message = message(fields.get(), fields);
    if (fields.hasRemaining()) {
      throw new FrameException(fields.remaining() + " bytes too many in a frame");
    }
    return message;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private int length() throws IOException {
    need(Integer.BYTES);
    int length = ByteBuffer.wrap(buffer).getInt(start);
    start += Integer.BYTES;
    if (length < 1 || length > Wire.MAX_FRAME) {
      throw new FrameException("a frame of " + length + " bytes");
    }
    return length;
  }

  private ByteBuffer frame(int length) throws IOException {
    if (length > BUFFER) {
      return ByteBuffer.wrap(large(length));
    }
    need(length);
    ByteBuffer frame = ByteBuffer.wrap(buffer, start, length);
    start += length;
    return frame;
  }

  /** Takes memory for what has come only: a length is a claim that costs the other side nothing. */
  private byte[] large(int length) throws IOException {
    int known = end - start;
    byte[] rest = in.readNBytes(length - known);
    if (known + rest.length < length) {
      throw new EOFException("the pipe ended within a frame");
    }
    byte[] frame = new byte[length];
    System.arraycopy(buffer, start, frame, 0, known);
    System.arraycopy(rest, 0, frame, known, rest.length);
    start = end;
    return frame;
  }

  /** Waits until so many bytes are in the buffer. */
  private void need(int bytes) throws IOException {
    if (end - start < bytes && start + bytes > BUFFER) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      end -= start;
      start = 0;
    }
    while (end - start < bytes) {
      if (!fill()) {
        throw new EOFException("the pipe ended within a frame");
      }
    }
  }

  /** Reads what there is; false at the end. */
  private boolean fill() throws IOException {
    if (start == end) {
      start = 0;
      end = 0;
    }
    int count = in.read(buffer, end, BUFFER - end);
    end += Math.max(0, count);
    return count >= 0;
  }

  private static Message message(byte type, ByteBuffer in) throws FrameException {
    return switch (type) {
      case Message.HELLO -> new Message.Hello(number(in), string(in));
      case Message.WARM_UP -> new Message.WarmUp(string(in), strings(in));
      case Message.WARM -> new Message.Warm();
      case Message.TASK -> task(in);
      case Message.INITIALIZE -> new Message.Initialize(task(in));
      case Message.COMPILE -> new Message.Compile(string(in), string(in), strings(in), string(in));
      case Message.CANCEL -> new Message.Cancel();
      case Message.BYE -> new Message.Bye();
      case Message.PROGRAM -> new Message.Program(string(in));
      case Message.CHUNK -> new Message.Chunk(task(in), octet(in) != 0, strings(in));
      case Message.ITEM -> item(in);
      case Message.ANSWER -> new Message.Answer(string(in), string(in), big(in));
      case Message.COMPLAINT -> complaint(string(in), in);
      case Message.LEAVING -> new Message.Leaving();
      case Message.EXITING -> new Message.Exiting(octet(in) != 0, big(in));
      case Message.CALL -> new Message.Call(string(in), big(in), string(in), string(in));
      case Message.REPLY -> new Message.Reply(big(in), outcome(in), string(in));
      case Message.GIVE_UP -> new Message.GiveUp(big(in));
      case Message.RECEIVED -> new Message.Received(big(in), octet(in) != 0);
      case Message.PULSE -> new Message.Pulse();
      case Message.ALONE -> new Message.Alone();
      case Message.PROGRESS -> new Message.Progress(string(in), Double.longBitsToDouble(big(in)));
      default -> throw new FrameException("unknown type of frame " + type);
    };
  }

  private static Message.Task task(ByteBuffer in) throws FrameException {
    return new Message.Task(
        string(in),
        string(in),
        number(in),
        big(in),
        big(in),
        string(in),
        string(in),
        string(in),
        strings(in),
        number(in),
        octet(in) != 0);
  }

  private static Message.Item item(ByteBuffer in) throws FrameException {
    String attempt = string(in);
    return octet(in) != 0
        ? new Message.Item(attempt, string(in), null)
        : new Message.Item(attempt, "", complaint(attempt, in));
  }

  private static Message.Complaint complaint(String attempt, ByteBuffer in) throws FrameException {
    return new Message.Complaint(attempt, fault(in), string(in), string(in), string(in), big(in));
  }

  private static Fault fault(ByteBuffer in) throws FrameException {
    int ordinal = octet(in);
    if (ordinal < 0 || ordinal >= FAULTS.length) {
      throw new FrameException("unknown fault " + ordinal);
    }
    return FAULTS[ordinal];
  }

  private static Outcome outcome(ByteBuffer in) throws FrameException {
    int ordinal = octet(in);
    if (ordinal < 0 || ordinal >= OUTCOMES.length) {
      throw new FrameException("unknown outcome " + ordinal);
    }
    return OUTCOMES[ordinal];
  }

  private static List<String> strings(ByteBuffer in) throws FrameException {
    int count = number(in);
    if (count < 0 || count > in.remaining() / Integer.BYTES) {
      throw new FrameException("a list of " + count + " strings");
    }
    List<String> strings = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      strings.add(string(in));
    }
    return strings;
  }

  private static String string(ByteBuffer in) throws FrameException {
    int length = number(in);
    if (length < 0) {
      throw new FrameException("a string of " + length + " bytes");
    }
    need(in, length);
    String value = new String(in.array(), in.position(), length, StandardCharsets.UTF_8);
    in.position(in.position() + length);
    return value;
  }

  private static int number(ByteBuffer in) throws FrameException {
    need(in, Integer.BYTES);
    return in.getInt();
  }

  private static long big(ByteBuffer in) throws FrameException {
    need(in, Long.BYTES);
    return in.getLong();
  }

  private static byte octet(ByteBuffer in) throws FrameException {
    need(in, 1);
    return in.get();
  }

  private static void need(ByteBuffer in, int bytes) throws FrameException {
    if (in.remaining() < bytes) {
      throw new FrameException("a frame ends within a field");
    }
  }
}
