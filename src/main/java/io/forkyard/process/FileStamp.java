package io.forkyard.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * What tells a file from a changed one without reading it.
 *
 * @param key its place in the file system
 * @param size in bytes, -1 of one that is not there
 */
record FileStamp(@Nullable Object key, long size, FileTime modified) {

  private static final FileStamp NONE = new FileStamp(null, -1, FileTime.fromMillis(0));

  static FileStamp of(Path file) {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      return new FileStamp(now.fileKey(), now.size(), now.lastModifiedTime());
    } catch (IOException e) {
      return NONE;
    }
  }
}
