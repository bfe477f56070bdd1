package io.forkyard.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The file of the embedded database, looked at before it is opened: what is empty or cut short
 * would be taken for a new database, or fail only when the lost part is wanted. The fields of the
 * header are described at sqlite.org/fileformat2.html.
 */
final class DatabaseFile {

  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 100;
  private static final int PAGE_SIZE = 16;
  private static final int CHANGES = 24;
  private static final int PAGES = 28;
  private static final int PAGES_VALID_FOR = 92;

  /** What the field says where the size is too large for it. */
  private static final int LARGEST_PAGE = 1;

  private DatabaseFile() {}

  static Path of(Path folder) {
    return folder.resolve("forkyard.db");
  }

  /**
   * Gives the folder back when there is nothing against opening its database.
   *
   * @throws DataDirectoryException if it is damaged
   */
  static Path checked(Path folder) {
    Path file = of(folder);
    if (Files.exists(file)) {
      try {
        check(folder, file);
      } catch (IOException e) {
        throw DataDirectoryException.unusable(folder, e);
      }
    }
    return folder;
  }

  private static void check(Path folder, Path file) throws IOException {
    long size = Files.size(file);
    if (size == 0) {
      if (Files.exists(DataDirectory.id(folder))) {
        throw DataDirectoryException.damaged(folder, "is empty");
      }
      return;
    }
    ByteBuffer header = header(file);
    if (!Arrays.equals(Arrays.copyOf(header.array(), MAGIC.length), MAGIC)) {
      throw DataDirectoryException.damaged(folder, "is not a database");
    }
    if (size < wanted(header) && !hasLog(file)) {
      throw DataDirectoryException.damaged(
          folder, "is cut short, to " + size + " of " + wanted(header) + " bytes");
    }
  }

  private static ByteBuffer header(Path file) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    try (FileChannel channel = FileChannel.open(file)) {
      while (header.hasRemaining() && channel.read(header) >= 0) {}
    }
    return header;
  }

  /** How long the file should be; 0 where the header does not tell. */
  private static long wanted(ByteBuffer header) {
    int size = Short.toUnsignedInt(header.getShort(PAGE_SIZE));
    boolean told = header.getInt(CHANGES) == header.getInt(PAGES_VALID_FOR);
    long pages = Integer.toUnsignedLong(header.getInt(PAGES));
    return told ? pages * (size == LARGEST_PAGE ? 65_536 : size) : 0;
  }

  /** After a crash the end of the database may be in the log alone. */
  private static boolean hasLog(Path file) throws IOException {
    Path log = file.resolveSibling(file.getFileName() + "-wal");
    return Files.exists(log) && Files.size(log) > 0;
  }
}
