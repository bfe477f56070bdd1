package io.forkyard.child.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.reflect.TypeToken;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BeansTest {

  enum Kind {
    BOOK
  }

  record Item(String name, int count, @Nullable Kind kind) {}

  record Order(long id, List<Item> items, Optional<String> note, Map<LocalDate, Item> days) {}

  record Box<T>(T content) {}

  record Checked(int count) {
    Checked {
      if (count < 0) {
        throw new IllegalArgumentException("count is negative");
      }
    }
  }

  record Times(
      Instant instant,
      LocalDate date,
      LocalDateTime dateTime,
      LocalTime time,
      OffsetDateTime offset,
      ZonedDateTime zoned,
      Duration duration,
      Period period,
      Year year,
      YearMonth month,
      ZoneId zone,
      Path path,
      URI uri,
      UUID uuid) {}

  static class Base {
    int inherited = 1;
  }

  static class Bean extends Base {
    private String name = "unset";
    transient int skipped = 5;
    @Nullable Thread thread;

    private Bean() {}
  }

  static class NoDefault {
    final int x;

    NoDefault(int x) {
      this.x = x;
    }
  }

  interface Shape {}

  @Test
  void recordWhenNestedAndGenericIsRead() {
    Object order =
        read(
            "{\"id\":7,\"items\":[{\"name\":\"a\",\"count\":2,\"kind\":\"BOOK\"}],\"note\":\"n\","
                + "\"days\":{\"2026-01-02\":{\"name\":\"b\",\"count\":1}}}",
            Order.class);
    Item first = new Item("a", 2, Kind.BOOK);
    Item second = new Item("b", 1, null);
    assertThat(order)
        .isEqualTo(
            new Order(
                7, List.of(first), Optional.of("n"), Map.of(LocalDate.of(2026, 1, 2), second)));
    Type boxes = new TypeToken<Map<String, Box<List<Long>>>>() {}.getType();
    assertThat(read("{\"k\":{\"content\":[1]}}", boxes))
        .isEqualTo(Map.of("k", new Box<>(List.of(1L))));
  }

  @Test
  void beanWhenReadRunsItsConstructorAndKeepsDefaults() {
    Bean bean = (Bean) Objects.requireNonNull(read("{\"inherited\":3}", Bean.class));
    assertThat(bean.inherited).isEqualTo(3);
    assertThat(bean.name).isEqualTo("unset");
    assertThat(bean.skipped).isEqualTo(5);
  }

  @Test
  void textsWhenReadAndWrittenAreTheSame() {
    String json =
        "{\"instant\":\"2026-01-02T03:04:05.000000006Z\",\"date\":\"2026-01-02\","
            + "\"dateTime\":\"2026-01-02T03:04:05\",\"time\":\"03:04:05\","
            + "\"offset\":\"2026-01-02T03:04:05+02:00\","
            + "\"zoned\":\"2026-01-02T03:04:05+01:00[Europe/Berlin]\",\"duration\":\"PT1.5S\","
            + "\"period\":\"P1M\",\"year\":\"2026\",\"month\":\"2026-01\",\"zone\":\"Europe/Berlin\","
            + "\"path\":\"/a/b\",\"uri\":\"http://a/b?c\","
            + "\"uuid\":\"00000000-0000-0001-0000-000000000002\"}";
    assertThat(Values.write(read(json, Times.class), 10_000)).isEqualTo(json);
  }

  @Test
  void optionalWhenNullIsEmpty() {
    Type type = new TypeToken<Optional<Item>>() {}.getType();
    assertThat(read("null", type)).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"a\"}|missing count",
        "{\"name\":\"a\",\"count\":null}|args[0].count: expected int, found null",
        "{\"name\":\"a\",\"count\":\"1\"}|args[0].count: expected int, found the string",
        "{\"name\":\"a\",\"count\":2147483648}|args[0].count: expected int within its range",
        "{\"name\":\"a\",\"count\":1,\"kind\":\"CD\"}|args[0].kind: expected one of BOOK",
        "{\"name\":\"a\",\"count\":1,\"more\":2}|args[0].more: there is no such field",
        "{\"name\":{},\"count\":1}|args[0].name: expected java.lang.String, found object",
        "[]|args[0]: expected an object",
        "\"text\"|args[0]: expected an object"
      })
  void recordWhenTheJsonDoesNotFitIsRefusedByName(String row) {
    int bar = row.lastIndexOf('|');
    refused(row.substring(0, bar), Item.class, row.substring(bar + 1));
  }

  @Test
  void valueWhenNestedDoesNotFitIsRefusedByItsPlace() {
    refused(
        "{\"id\":1,\"items\":[{\"name\":\"a\",\"count\":1},{\"name\":\"a\"}]}",
        Order.class,
        "args[0].items[1]: missing count");
    refused("{\"date\":\"today\"}", Times.class, "args[0].date: expected the text of a java.time");
    refused("{\"uuid\":\"1-1-1-1-1\"}", Times.class, "args[0].uuid: expected the text of a");
  }

  @Test
  void typeWhenNothingCanMakeItIsRefused() {
    refused("{\"x\":1}", NoDefault.class, "NoDefault");
    refused("{}", Shape.class, "no JSON value becomes a ");
    refused("{}", Thread.class, "no JSON value becomes a java.lang.Thread");
    refused("{\"thread\":{}}", Bean.class, "args[0].thread: no JSON value becomes a");
  }

  @Test
  void constructorWhenItThrowsIsToldWithItsMessage() {
    refused("{\"count\":-1}", Checked.class, "count is negative");
    Type list = new TypeToken<List<Checked>>() {}.getType();
    refused("[{\"count\":1},{\"count\":-1}]", list, "args[0][1]: ");
  }

  private static @Nullable Object read(String json, Type type) {
    return Values.read(Json.parse(json), type, Place.of("args").index(0));
  }

  private static void refused(String json, Type type, String words) {
    assertThatThrownBy(() -> read(json, type))
        .isInstanceOf(MismatchException.class)
        .hasMessageContaining(words);
  }
}
