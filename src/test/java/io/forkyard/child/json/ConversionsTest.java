package io.forkyard.child.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.forkyard.child.bean.Beans;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The one table of conversions: what the plain codec does, the library must do alike. */
class ConversionsTest {

  enum Color {
    RED,
    GREEN {
      @Override
      public String toString() {
        return "a green one";
      }
    }
  }

  /** Each parameter's type is named by its method. */
  @SuppressWarnings("unused")
  interface Parameters {
    void aByte(byte x);

    void aShort(short x);

    void anInt(int x);

    void anInteger(Integer x);

    void aLong(long x);

    void aFloat(float x);

    void aDouble(double x);

    void aNumber(Number x);

    void aBigInteger(BigInteger x);

    void aBigDecimal(BigDecimal x);

    void aBoolean(boolean x);

    void aChar(char x);

    void aString(String x);

    void aColor(Color x);

    void anObject(Object x);

    void ints(int[] x);

    void bytes(byte[] x);

    void grid(String[][] x);

    void list(List<Integer> x);

    void lists(List<? extends Collection<Long>> x);

    void set(Set<Color> x);

    void map(Map<String, Long> x);

    void numbered(SortedMap<Integer, String> x);

    void colored(Map<Color, Boolean> x);

    void raw(List<?> x);
  }

  static Stream<Arguments> fitting() {
    return Stream.of(
        arguments("aByte", "-128", (byte) -128),
        arguments("aShort", "32767", (short) 32767),
        arguments("anInt", "2147483647", 2147483647),
        arguments("anInteger", "null", null),
        arguments("aLong", "9223372036854775807", Long.MAX_VALUE),
        arguments("aFloat", "0.1", 0.1f),
        arguments("aDouble", "0.1", 0.1),
        arguments("aDouble", "1", 1.0),
        arguments("aDouble", "-0.0", -0.0),
        arguments("aDouble", "1e308", 1e308),
        arguments("aNumber", "7", 7),
        arguments(
            "aBigInteger",
            "123456789012345678901234567890",
            new BigInteger("123456789012345678901234567890")),
        arguments("aBigDecimal", "1.10", new BigDecimal("1.10")),
        arguments("aBigDecimal", "7", new BigDecimal("7")),
        arguments("aBoolean", "true", true),
        arguments("aChar", "\"\u20ac\"", '\u20ac'),
        arguments("aString", "\"\"", ""),
        arguments("aString", "null", null),
        arguments("aColor", "\"GREEN\"", Color.GREEN),
        arguments("anObject", "1", 1),
        arguments("anObject", "3000000000", 3000000000L),
        arguments("anObject", "9223372036854775808", new BigInteger("9223372036854775808")),
        arguments("anObject", "0.1", 0.1),
        arguments(
            "anObject", "0.12345678901234567890123", new BigDecimal("0.12345678901234567890123")),
        arguments(
            "anObject",
            "[1,{\"a\":[null,2.5]}]",
            List.of(1, Map.of("a", Arrays.asList(null, 2.5)))),
        arguments("ints", "[1,2]", new int[] {1, 2}),
        arguments("bytes", "[-1]", new byte[] {-1}),
        arguments("grid", "[[\"a\"],[]]", new String[][] {{"a"}, {}}),
        arguments("list", "[1,null]", Arrays.asList(1, null)),
        arguments("lists", "[[1],[]]", List.of(List.of(1L), List.of())),
        arguments("set", "[\"RED\",\"RED\"]", Set.of(Color.RED)),
        arguments("map", "{\"a\":1}", Map.of("a", 1L)),
        arguments("numbered", "{\"2\":\"b\",\"1\":\"a\"}", Map.of(1, "a", 2, "b")),
        arguments("colored", "{\"RED\":true}", Map.of(Color.RED, true)),
        arguments("raw", "[1,\"a\"]", List.of(1, "a")));
  }

  static Stream<Arguments> unfitting() {
    return Stream.of(
        arguments("aByte", "128", "x: "),
        arguments("aShort", "-32769", "x: "),
        arguments("anInt", "2147483648", "x: "),
        arguments("anInt", "1.0", "x: "),
        arguments("anInt", "1e2", "x: "),
        arguments("anInt", "\"1\"", "x: "),
        arguments("anInt", "\"abc\"", "x: "),
        arguments("anInt", "null", "x: "),
        arguments("anInt", "true", "x: "),
        arguments("anInt", "[1]", "x: "),
        arguments("aLong", "9223372036854775808", "x: "),
        arguments("aLong", "1.5", "x: "),
        arguments("aDouble", "1e309", "x: "),
        arguments("aDouble", "\"NaN\"", "x: "),
        arguments("aFloat", "1e39", "x: "),
        arguments("aBigInteger", "1.5", "x: "),
        arguments("aBoolean", "1", "x: "),
        arguments("aBoolean", "\"true\"", "x: "),
        arguments("aBoolean", "null", "x: "),
        arguments("aChar", "\"ab\"", "x: "),
        arguments("aChar", "97", "x: "),
        arguments("aString", "1", "x: "),
        arguments("aString", "{}", "x: "),
        arguments("aColor", "\"BLUE\"", "x: expected one of RED, GREEN"),
        arguments("aColor", "0", "x: "),
        arguments("ints", "[1,null]", "x[1]: "),
        arguments("ints", "1", "x: "),
        arguments("grid", "[[],[\"a\",2]]", "x[1][1]: "),
        arguments("list", "{}", "x: "),
        arguments("list", "[1,2.5]", "x[1]: "),
        arguments("map", "{\"a\":\"b\"}", "x.a: "),
        arguments("map", "[]", "x: "),
        arguments("numbered", "{\"one\":\"a\"}", "x.one: "),
        arguments("colored", "{\"BLUE\":true}", "x.BLUE: expected one of"));
  }

  @ParameterizedTest
  @MethodSource("fitting")
  void valueWhenItFitsIsTheSameByBothCodecs(String type, String json, @Nullable Object expected) {
    assertThat(Plain.covers(type(type))).isTrue();
    assertThat(Plain.read(Json.parse(json), type(type), Place.of("x"))).isEqualTo(expected);
    assertThat(new Beans().read(Json.parse(json), type(type), Place.of("x"))).isEqualTo(expected);
  }

  @ParameterizedTest
  @MethodSource("unfitting")
  void valueWhenItDoesNotFitIsRefusedByBothCodecs(String type, String json, String start) {
    assertThatThrownBy(() -> Plain.read(Json.parse(json), type(type), Place.of("x")))
        .isInstanceOf(MismatchException.class)
        .hasMessageStartingWith(start);
    assertThatThrownBy(() -> new Beans().read(Json.parse(json), type(type), Place.of("x")))
        .isInstanceOf(MismatchException.class)
        .hasMessageStartingWith(start);
  }

  private static Type type(String name) {
    for (Method method : Parameters.class.getMethods()) {
      if (method.getName().equals(name)) {
        return method.getGenericParameterTypes()[0];
      }
    }
    throw new AssertionError(name);
  }
}
