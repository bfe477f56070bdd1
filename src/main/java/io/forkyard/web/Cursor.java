package io.forkyard.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Where a list goes on: the last name or id that was shown, bound to the filters of that list by a
 * checksum. The checksum is against mistakes; whoever forges one only moves in the same list.
 */
final class Cursor {

  private Cursor() {}

  static String write(String last, @Nullable Object... filters) {
    byte[] name = last.getBytes(StandardCharsets.UTF_8);
    byte[] bytes =
        ByteBuffer.allocate(4 + name.length).putInt(checksum(last, filters)).put(name).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The name or id that {@link #write} got with the same filters. */
  static Optional<String> read(@Nullable String cursor, @Nullable Object... filters) {
    return cursor == null ? Optional.empty() : Optional.of(decode(cursor, filters));
  }

  private static String decode(String cursor, @Nullable Object... filters) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
      if (bytes.remaining() > 4) {
        int checksum = bytes.getInt();
        String last = StandardCharsets.UTF_8.decode(bytes).toString();
        if (checksum == checksum(last, filters) && last.indexOf(0) < 0) {
          return last;
        }
      }
    } catch (IllegalArgumentException notBase64) {
      // Told below like every other cursor that is not ours.
    }
    throw ProblemException.refused(
        "cursor", "cursor must be the next of an answer to the same filters");
  }

  private static int checksum(String last, @Nullable Object... filters) {
    CRC32C sum = new CRC32C();
    sum.update(List.of(last, Arrays.toString(filters)).toString().getBytes(StandardCharsets.UTF_8));
    return (int) sum.getValue();
  }
}
