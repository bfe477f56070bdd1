package io.forkyard.child.json;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses JSON (RFC 8259) to null, Boolean, Long, BigInteger, BigDecimal, String, List and Map.
 *
 * <p>Numbers keep their exact value; only a negative zero becomes a Double, which alone can hold
 * it. Of two members with one name the last counts, as in Python.
 */
public final class Json {

  /** Deepest nesting in either direction; a stack of the JVM's default size holds it. */
  public static final int MAX_DEPTH = 500;

  private static final int LONGEST_LONG = 18;

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /**
   * Parses one value.
   *
   * @throws MismatchException if it is not JSON or is nested too deep
   */
  public static @Nullable Object parse(String text) {
    Json json = new Json(text);
    Object value = json.value(0);
    json.skipSpace();
    if (json.at < text.length()) {
      throw json.broken("text after the value");
    }
    return value;
  }

  /** The number that a literal stands for, or null when it is none. */
  public static @Nullable Number number(String literal) {
    Json json = new Json(literal);
    try {
      Number number = json.number();
      return json.at == literal.length() ? number : null;
    } catch (MismatchException e) {
      return null;
    }
  }

  private @Nullable Object value(int depth) {
    if (depth > MAX_DEPTH) {
      throw broken("nested deeper than " + MAX_DEPTH + " levels");
    }
    skipSpace();
    switch (peek()) {
      case '{':
        return object(depth);
      case '[':
        return array(depth);
      case '"':
        return string();
      case 't':
        return word("true", true);
      case 'f':
        return word("false", false);
      case 'n':
        return word("null", null);
      default:
        return number();
    }
  }

  private Map<String, @Nullable Object> object(int depth) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    at++;
    skipSpace();
    if (taken('}')) {
      return members;
    }
    do {
      skipSpace();
      String name = string();
      skipSpace();
      take(':');
      members.put(name, value(depth + 1));
      skipSpace();
    } while (taken(','));
    take('}');
    return members;
  }

  private List<@Nullable Object> array(int depth) {
    List<@Nullable Object> elements = new ArrayList<>();
    at++;
    skipSpace();
    if (taken(']')) {
      return elements;
    }
    do {
      elements.add(value(depth + 1));
      skipSpace();
    } while (taken(','));
    take(']');
    return elements;
  }

  private String string() {
    take('"');
    int start = at;
    for (; peek() != '"'; at++) {
      if (text.charAt(at) == '\\') {
        return escaped(new StringBuilder().append(text, start, at));
      }
      refuseControl();
    }
    return text.substring(start, at++);
  }

  private String escaped(StringBuilder string) {
    for (; peek() != '"'; at++) {
      if (text.charAt(at) == '\\') {
        at++;
        string.append(escape());
      } else {
        refuseControl();
        string.append(text.charAt(at));
      }
    }
    at++;
    return string.toString();
  }

  private char escape() {
    char escape = peek();
    if (escape == 'u') {
      return unicode();
    }
    int found = "\"\\/bfnrt".indexOf(escape);
    if (found < 0) {
      throw broken("unknown escape");
    }
    return "\"\\/\b\f\n\r\t".charAt(found);
  }

  private char unicode() {
    int unit = 0;
    for (int i = 0; i < 4; i++) {
      at++;
      int digit = peek() < 128 ? Character.digit(peek(), 16) : -1;
      if (digit < 0) {
        throw broken("a bad \\u escape");
      }
      unit = unit << 4 | digit;
    }
    return (char) unit;
  }

  private Number number() {
    int start = at;
    taken('-');
    boolean zero = more() && peek() == '0';
    int digits = digits();
    if (zero && digits > 1) {
      throw broken("a number with a leading zero");
    }
    boolean whole = true;
    if (taken('.')) {
      whole = false;
      digits();
    }
    if (taken('e') || taken('E')) {
      whole = false;
      if (!taken('-')) {
        taken('+');
      }
      digits();
    }
    String literal = text.substring(start, at);
    return whole ? whole(literal) : fraction(literal);
  }

  private int digits() {
    int start = at;
    while (more() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    if (at == start) {
      throw broken("no JSON value");
    }
    return at - start;
  }

  private static Number whole(String literal) {
    if (literal.length() <= LONGEST_LONG) {
      return Long.valueOf(literal);
    }
    BigInteger number = new BigInteger(literal);
    if (number.bitLength() < Long.SIZE) {
      return number.longValue();
    }
    return number;
  }

  private Number fraction(String literal) {
    try {
      BigDecimal number = new BigDecimal(literal);
      if (number.signum() == 0 && literal.charAt(0) == '-') {
        return -0.0;
      }
      return number;
    } catch (NumberFormatException | ArithmeticException e) {
      throw broken("a number out of every range");
    }
  }

  private @Nullable Object word(String word, @Nullable Object meaning) {
    if (!text.startsWith(word, at)) {
      throw broken("no JSON value");
    }
    at += word.length();
    return meaning;
  }

  private void refuseControl() {
    if (text.charAt(at) < ' ') {
      throw broken("a control character in a string");
    }
  }

  private void skipSpace() {
    while (more() && " \n\r\t".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private void take(char expected) {
    if (!taken(expected)) {
      throw broken("'" + expected + "' is missing");
    }
  }

  private boolean taken(char expected) {
    if (more() && text.charAt(at) == expected) {
      at++;
      return true;
    }
    return false;
  }

  private char peek() {
    if (!more()) {
      throw broken("it ends too early");
    }
    return text.charAt(at);
  }

  private boolean more() {
    return at < text.length();
  }

  private MismatchException broken(String what) {
    return new MismatchException("not JSON: " + what + " at character " + at);
  }
}
