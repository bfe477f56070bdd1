package io.forkyard.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What a child has printed: two files that it appends to, each kept to a cap by cutting it. Any
 * thread may ask. A file that is not there any more, or that its job made unreadable, is empty.
 */
public final class Output {

  /** The two streams of a process. */
  public enum Stream {
    STDOUT,
    STDERR
  }

  /** What a file system gives to a file at least. */
  private static final long BLOCK = 4096;

  private final ChildFolder folder;
  private final long cap;
  private final Set<Stream> truncated = ConcurrentHashMap.newKeySet();

  Output(ChildFolder folder, long cap) {
    this.folder = folder;
    this.cap = cap;
  }

  /** Bytes that are kept, never more than the cap. */
  public long size(Stream stream) {
    return Math.min(length(stream), cap);
  }

  /** At most {@code max} bytes from an offset; none at the end or behind it. */
  public byte[] read(Stream stream, long offset, int max) {
    long available = Math.max(0, size(stream) - offset);
    return bytes(stream, offset, (int) Math.min(available, max));
  }

  /** The last of what is there, from the first whole character on. */
  public String tail(Stream stream, int max) {
    long length = length(stream);
    int count = (int) Math.min(length, max);
    byte[] bytes = bytes(stream, length - count, count);
    int start = 0;
    while (count < length && start < bytes.length && (bytes[start] & 0xC0) == 0x80) {
      start++;
    }
    return new String(bytes, start, bytes.length - start, StandardCharsets.UTF_8);
  }

  /**
   * Whether something was cut off, or may have found no room on the disk, since the last {@link
   * #clear()}.
   */
  public boolean truncated(Stream stream) {
    return cut(stream) || noRoom();
  }

  /** The same of any of both. */
  public boolean truncated() {
    return cut(Stream.STDOUT) || cut(Stream.STDERR) || noRoom();
  }

  private boolean cut(Stream stream) {
    return truncated.contains(stream) || length(stream) > cap;
  }

  /** Then a child's writes come to nothing, and it need not notice. */
  private boolean noRoom() {
    return folder.root().toFile().getUsableSpace() < BLOCK;
  }

  /**
   * Empties both before the next task of a reused child.
   *
   * @throws UncheckedIOException if a job has made a file unwritable
   */
  public void clear() {
    for (Stream stream : Stream.values()) {
      if (length(stream) > 0) {
        cut(stream, 0);
      }
      truncated.remove(stream);
    }
  }

  /** Cuts what has grown past the cap; the child's next write goes on from there. */
  void enforce() {
    if (noRoom()) {
      truncated.addAll(List.of(Stream.values()));
    }
    for (Stream stream : Stream.values()) {
      if (length(stream) > cap) {
        truncated.add(stream);
        cut(stream, cap);
      }
    }
  }

  private Path file(Stream stream) {
    return switch (stream) {
      case STDOUT -> folder.stdout();
      case STDERR -> folder.stderr();
    };
  }

  private long length(Stream stream) {
    try {
      return Files.size(file(stream));
    } catch (IOException e) {
      return 0;
    }
  }

  private void cut(Stream stream, long size) {
    try (FileChannel file = FileChannel.open(file(stream), StandardOpenOption.WRITE)) {
      file.truncate(size);
    } catch (NoSuchFileException e) {
      // Discarded meanwhile: there is nothing to cut.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] bytes(Stream stream, long offset, int count) {
    if (count == 0) {
      return new byte[0];
    }
    try (FileChannel file = FileChannel.open(file(stream))) {
      ByteBuffer buffer = ByteBuffer.allocate(count);
      while (buffer.hasRemaining() && file.read(buffer, offset + buffer.position()) >= 0) {}
      return Arrays.copyOf(buffer.array(), buffer.position());
    } catch (IOException e) {
      return new byte[0];
    }
  }
}
