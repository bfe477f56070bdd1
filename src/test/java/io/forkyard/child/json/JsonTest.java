package io.forkyard.child.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

  @Test
  void valueWhenItHasAJavaFormBecomesIt() {
    assertThat(Json.parse(" [null, true, false, {}, [ ] ] "))
        .isEqualTo(Arrays.asList(null, true, false, Map.of(), List.of()));
    assertThat(Json.parse("{\"a\" : 1 , \"b\":{\"c\":[2]}, \"a\":3}"))
        .isEqualTo(Map.of("a", 3L, "b", Map.of("c", List.of(2L))));
  }

  @Test
  void numberWhenParsedKeepsItsValue() {
    assertThat(Json.parse("-9223372036854775808")).isEqualTo(Long.MIN_VALUE);
    assertThat(Json.parse("9223372036854775808")).isEqualTo(new BigInteger("9223372036854775808"));
    assertThat(Json.parse("0.1")).isEqualTo(new BigDecimal("0.1"));
    assertThat(Json.parse("-1.50E+2")).isEqualTo(new BigDecimal("-1.50E+2"));
    assertThat(Json.parse("-0.0")).isEqualTo(-0.0);
    assertThat(Json.parse("-0")).isEqualTo(0L);
  }

  @Test
  void stringWhenEscapedOrUnicodeKeepsEveryCharacter() {
    assertThat(Json.parse("\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\u20ac\\ud83d\\ude00\""))
        .isEqualTo("a\"\\/\b\f\n\r\té€\ud83d\ude00");
    assertThat(Json.parse("\"\\ud800\"")).isEqualTo("\ud800");
  }

  @Test
  void stringWhenPrintedIsReadAgainAsTheSame() {
    String text = "\u0000\u001f\"\\/\u007f\u20ac\ud83d\ude00 \ud800 \udc00";
    assertThat(Json.parse(JsonText.quote(text))).isEqualTo(text);
    assertThat(JsonText.quote("\ud800x")).isEqualTo("\"\\ud800x\"");
    assertThat(JsonText.quote("\ud83d\ude00")).isEqualTo("\"\ud83d\ude00\"");
  }

  @Test
  void nestingWhenTooDeepIsRefused() {
    assertThat(Json.parse("[".repeat(500) + "]".repeat(500))).isNotNull();
    assertThatThrownBy(() -> Json.parse("[".repeat(100_000)))
        .isInstanceOf(MismatchException.class)
        .hasMessageContaining("deeper than 500");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "[",
        "{",
        "[1,]",
        "{\"a\":1,}",
        "{\"a\"}",
        "{a:1}",
        "'a'",
        "\"a",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\n\"",
        "01",
        "-",
        "1.",
        ".5",
        "1e",
        "+1",
        "NaN",
        "nul",
        "truex",
        "1 2",
        "1e99999999999"
      })
  void textWhenNotJsonIsRefused(String text) {
    assertThatThrownBy(() -> Json.parse(text))
        .isInstanceOf(MismatchException.class)
        .hasMessageStartingWith("not JSON: ");
  }
}
