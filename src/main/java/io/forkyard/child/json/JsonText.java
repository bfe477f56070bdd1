package io.forkyard.child.json;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON being written. It stops at a limit instead of filling the memory. */
public final class JsonText {

  private static final String HEX = "0123456789abcdef";

  private final StringBuilder text = new StringBuilder();
  private final String what;
  private final long limit;
  private long bytes;

  /** Text of at most so many bytes of UTF-8, which is called something in complaints about it. */
  JsonText(String what, long limit) {
    this.what = what;
    this.limit = limit;
  }

  static String quote(String value) {
    return new JsonText("", Long.MAX_VALUE).string(value).toString();
  }

  /** Prints what {@link Json#parse} gave. */
  public static String of(@Nullable Object json) {
    JsonText text = new JsonText("", Long.MAX_VALUE);
    text.tree(json);
    return text.toString();
  }

  /** Appends what is ASCII and needs no quotes. */
  JsonText raw(String ascii) {
    text.append(ascii);
    return count(ascii.length());
  }

  JsonText raw(char ascii) {
    text.append(ascii);
    return count(1);
  }

  JsonText string(String value) {
    raw('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (plain(c)) {
        raw(c);
      } else if (pair(value, i)) {
        text.append(c).append(value.charAt(++i));
        count(4);
      } else {
        special(c);
      }
    }
    return raw('"');
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private void tree(@Nullable Object json) {
    if (json instanceof String) {
      string((String) json);
    } else if (json instanceof List) {
      elements((List<?>) json);
    } else if (json instanceof Map) {
      members((Map<?, ?>) json);
    } else {
      raw(String.valueOf(json));
    }
  }

  private void elements(List<?> elements) {
    String separator = "[";
    for (Object element : elements) {
      raw(separator).tree(element);
      separator = ",";
    }
    raw(elements.isEmpty() ? "[]" : "]");
  }

  private void members(Map<?, ?> members) {
    String separator = "{";
    for (Map.Entry<?, ?> member : members.entrySet()) {
      raw(separator).string((String) member.getKey()).raw(':').tree(member.getValue());
      separator = ",";
    }
    raw(members.isEmpty() ? "{}" : "}");
  }

  private static boolean plain(char c) {
    return c >= ' ' && c < 0x7f && c != '"' && c != '\\';
  }

  private static boolean pair(String value, int at) {
    return at + 1 < value.length()
        && Character.isSurrogatePair(value.charAt(at), value.charAt(at + 1));
  }

  /** A lone surrogate has no UTF-8, so it travels as an escape. */
  private void special(char c) {
    if (c == '"' || c == '\\') {
      raw('\\').raw(c);
    } else if (c < ' ' || Character.isSurrogate(c)) {
      raw("\\u").raw(hex(c >> 12)).raw(hex(c >> 8)).raw(hex(c >> 4)).raw(hex(c));
    } else {
      text.append(c);
      count(c < 0x80 ? 1 : c < 0x800 ? 2 : 3);
    }
  }

  private static char hex(int digit) {
    return HEX.charAt(digit & 0xf);
  }

  private JsonText count(int more) {
    bytes += more;
    if (bytes > limit) {
      throw new UnserializableException(
          what + ": longer than " + limit + " bytes of JSON, the limit of this service");
    }
    return this;
  }
}
