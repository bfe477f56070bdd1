package io.forkyard.child.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ResultsTest {

  enum Color {
    RED,
    GREEN {
      @Override
      public String toString() {
        return "a green one";
      }
    }
  }

  record Point(int x, @Nullable Object y) {}

  static class Base {
    int first = 1;
  }

  static class Bean extends Base {
    static int ignored = 1;
    transient int skipped = 1;
    String second = "2";
    @Nullable Object other;
  }

  static class Oops extends Exception {}

  static Stream<Arguments> serializable() {
    Map<Object, Object> keys = new LinkedHashMap<>();
    keys.put(1, true);
    keys.put(Color.GREEN, 'c');
    return Stream.of(
        arguments(null, "null"),
        arguments(true, "true"),
        arguments((byte) -1, "-1"),
        arguments(Long.MIN_VALUE, "-9223372036854775808"),
        arguments(0.1f, "0.1"),
        arguments(1e300, "1.0E300"),
        arguments(
            new BigInteger("123456789012345678901234567890"), "123456789012345678901234567890"),
        arguments(new BigDecimal("1.10"), "1.10"),
        arguments(new AtomicLong(5), "5"),
        arguments('\u20ac', "\"\u20ac\""),
        arguments(new StringBuilder("a\nb"), "\"a\\u000ab\""),
        arguments(Color.GREEN, "\"GREEN\""),
        arguments(new int[] {1, 2}, "[1,2]"),
        arguments(new Object[] {"a", null}, "[\"a\",null]"),
        arguments(List.of(List.of(), Map.of()), "[[],{}]"),
        arguments(keys, "{\"1\":true,\"GREEN\":\"c\"}"),
        arguments(Optional.of(1), "1"),
        arguments(Optional.empty(), "null"),
        arguments(new Point(1, new Point(2, null)), "{\"x\":1,\"y\":{\"x\":2,\"y\":null}}"),
        arguments(new Bean(), "{\"first\":1,\"second\":\"2\",\"other\":null}"));
  }

  static Stream<Arguments> unserializable() {
    Callable<Integer> lambda = () -> 1;
    return Stream.of(
        arguments(Double.NaN, "result: NaN"),
        arguments(List.of(1, Float.POSITIVE_INFINITY), "result[1]: Infinity"),
        arguments(new Point(1, new Thread()), "result.y: a java.lang.Thread has no JSON form"),
        arguments(Map.of("k", String.class), "result.k: a java.lang.Class"),
        arguments(lambda, "result: a io.forkyard.child.json.ResultsTest$$Lambda"),
        arguments(new ByteArrayInputStream(new byte[0]), "result: a java.io.ByteArrayInputStream"),
        arguments(Stream.of(1), "result: a java.util.stream."),
        arguments(new Oops(), "result: a java.lang.Exception has no JSON form"),
        arguments(new Object() {}, "has no JSON form"),
        arguments(new Object(), "a java.lang.Object has no JSON form"),
        arguments(Collections.singletonMap(null, 1), "result: null cannot be the key"),
        arguments(Map.of(List.of(), 1), "cannot be the key"));
  }

  @ParameterizedTest
  @MethodSource("serializable")
  void valueWhenItHasAJsonFormIsWritten(@Nullable Object value, String json) {
    assertThat(Values.write(value, 1000)).isEqualTo(json);
  }

  @ParameterizedTest
  @MethodSource("unserializable")
  void valueWhenItHasNoJsonFormIsRefusedByItsPlace(Object value, String words) {
    refused(value, 1000, words);
  }

  @Test
  void valueWhenItHoldsItselfIsRefused() {
    List<Object> list = new ArrayList<>();
    list.add(list);
    refused(list, 1_000_000, "holds itself");
    Map<String, Object> map = new TreeMap<>();
    map.put("me", List.of(map));
    refused(map, 1_000_000, "holds itself");
    Bean bean = new Bean();
    bean.other = bean;
    refused(bean, 1_000_000, "holds itself");
  }

  @Test
  void valueWhenOverTheLimitIsRefusedInBytes() {
    assertThat(Values.write("\u20ac".repeat(10), 32)).hasSize(12);
    refused("\u20ac".repeat(10), 31, "longer than 31 bytes");
    refused(Collections.nCopies(Integer.MAX_VALUE, 1), 100, "longer than 100 bytes");
  }

  @Test
  void nullsWhenInsideAreWritten() {
    assertThat(Values.write(Arrays.asList(null, Collections.singletonMap("a", null)), 100))
        .isEqualTo("[null,{\"a\":null}]");
  }

  private static void refused(Object value, int limit, String words) {
    assertThatThrownBy(() -> Values.write(value, limit))
        .isInstanceOf(UnserializableException.class)
        .hasMessageContaining(words);
  }
}
