package io.forkyard.child;

import java.io.IOException;
import java.io.RandomAccessFile;
import org.jspecify.annotations.Nullable;

/**
 * What Linux tells about this process; 0 where there is no {@code /proc}. A child that waits looks
 * every second for as long as it lives, so each file is opened once and read into the same memory.
 */
final class Proc {

  private static final int PAGE = 4096;
  private static final byte[] PEAK = {'\n', 'V', 'm', 'H', 'W', 'M', ':'};

  private static final Proc STATUS = new Proc("/proc/self/status");
  private static final Proc STAT = new Proc("/proc/self/stat");

  private final String path;
  private final byte[] text = new byte[PAGE];
  private @Nullable RandomAccessFile file;
  private int length;

  private Proc(String path) {
    this.path = path;
  }

  /** The most memory that was resident at once, in bytes. */
  static long peakMemory() {
    synchronized (STATUS) {
      STATUS.read();
      int at = STATUS.indexOf(PEAK);
      return at < 0 ? 0 : STATUS.number(at + PEAK.length) * 1024;
    }
  }

  /**
   * The process id of the parent. The name in the second field may hold anything, so it is skipped.
   */
  static long parent() {
    synchronized (STAT) {
      STAT.read();
      int end = STAT.length - 1;
      while (end >= 0 && STAT.text[end] != ')') {
        end--;
      }
      return end < 0 ? 0 : STAT.number(end + ") S".length());
    }
  }

  private void read() {
    try {
      if (file == null) {
        file = new RandomAccessFile(path, "r");
      }
      file.seek(0);
      length = Math.max(0, file.read(text));
    } catch (IOException e) {
      length = 0;
    }
  }

  private int indexOf(byte[] word) {
    for (int at = 0; at + word.length <= length; at++) {
      if (isAt(at, word)) {
        return at;
      }
    }
    return -1;
  }

  private boolean isAt(int at, byte[] word) {
    for (int i = 0; i < word.length; i++) {
      if (text[at + i] != word[i]) {
        return false;
      }
    }
    return true;
  }

  private long number(int start) {
    int at = start;
    while (at < length && text[at] <= ' ') {
      at++;
    }
    long number = 0;
    for (; at < length && text[at] >= '0' && text[at] <= '9'; at++) {
      number = number * 10 + (text[at] - '0');
    }
    return number;
  }
}
