package io.forkyard.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames as they come through a pipe, in whatever pieces. */
class FrameReaderTest {

  /** Around the reader's buffer of 8 KiB, and far beyond it. */
  private static final List<Message> MESSAGES =
      List.of(
          new Message.Item("a", "1", null),
          answer(8_170),
          answer(8_173),
          answer(8_174),
          new Message.Warm(),
          answer(100_000),
          answer(5_000),
          answer(5_000),
          new Message.Bye());

  private static Message answer(int length) {
    return new Message.Answer("b", "x".repeat(length), 7);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 4096, 8191, 8192, 8193, 1_000_000})
  void framesAreTheSameInPiecesOfAnySize(int most) throws IOException {
    FrameReader reader = new FrameReader(new Pieces(frames(MESSAGES), most));

    for (Message message : MESSAGES) {
      assertThat(reader.read()).isEqualTo(message);
    }
    assertThat(reader.read()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 5_000, 20_000})
  void frameThatEndsTooEarlyIsNoFrame(int length) throws IOException {
    byte[] whole = frames(List.of(answer(length)));

    for (int kept : new int[] {1, 3, 4, 5, whole.length / 2, whole.length - 1}) {
      FrameReader reader = reader(Arrays.copyOf(whole, kept));

      assertThatThrownBy(reader::read).as("%d bytes", kept).isInstanceOf(EOFException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, Wire.MAX_FRAME + 1, Integer.MAX_VALUE})
  void lengthThatNoFrameHasIsRefused(int length) {
    byte[] frame = {
      (byte) (length >>> 24), (byte) (length >>> 16), (byte) (length >>> 8), (byte) length, 1, 2
    };

    assertThatThrownBy(reader(frame)::read)
        .isInstanceOf(FrameException.class)
        .hasMessageContaining(String.valueOf(length));
  }

  @Test
  void fieldThatGoesBeyondItsFrameIsRefusedThoughMoreHasCome() throws IOException {
    byte[] frames = frames(List.of(new Message.Program("abc"), new Message.Program("def")));
    frames[8] = 5;

    assertThatThrownBy(reader(frames)::read).isInstanceOf(FrameException.class);
  }

  @Test
  void bytesAfterTheLastFieldAreRefused() throws IOException {
    byte[] frame = frames(List.of(new Message.Program("abc")));
    frame[8] = 2;

    assertThatThrownBy(reader(frame)::read)
        .isInstanceOf(FrameException.class)
        .hasMessageContaining("1 bytes too many");
  }

  private static FrameReader reader(byte[] bytes) {
    return new FrameReader(new ByteArrayInputStream(bytes));
  }

  private static byte[] frames(List<Message> messages) throws IOException {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    FrameWriter writer = new FrameWriter(frames);
    for (Message message : messages) {
      writer.write(message);
    }
    return frames.toByteArray();
  }

  /** Gives no more than so many bytes at once. */
  private static final class Pieces extends InputStream {

    private final ByteArrayInputStream all;
    private final int most;

    Pieces(byte[] bytes, int most) {
      this.all = new ByteArrayInputStream(bytes);
      this.most = most;
    }

    @Override
    public int read() {
      return all.read();
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      return all.read(into, offset, Math.min(most, length));
    }
  }
}
