package io.forkyard.bench.load;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What one caller says and hears: steps of one or more exchanges, each after the last one's answer.
 * Answers are searched, not parsed.
 */
public final class Dialogue {

  private final Protocol protocol;
  private final List<Exchange> step;
  private int next;
  private String answer = "";

  public Dialogue(Protocol protocol, Exchange... step) {
    this.protocol = protocol;
    this.step = List.of(step);
  }

  /** How answers end. */
  @FunctionalInterface
  public interface Protocol {

    /** Whether an answer is there to its end. */
    boolean isWhole(String answer);

    /** Whether the other side ends the connection with this answer. */
    default boolean hangsUp(String answer) {
      return false;
    }
  }

  /** A request, made from the answer before it, and what its answer has to be. */
  public record Exchange(Function<String, byte[]> request, Predicate<String> right) {

    public static Exchange of(byte[] request, Predicate<String> right) {
      return new Exchange(before -> request, right);
    }

    /** For protocols that are lines of text. */
    public static Exchange of(String request, String begin, String end) {
      return of(request.getBytes(ISO_8859_1), answer -> isBetween(answer, begin, end));
    }

    private static boolean isBetween(String answer, String begin, String end) {
      return answer.startsWith(begin) && answer.endsWith(end);
    }
  }

  /** What bytes that were heard since a request mean. */
  enum Heard {
    /** The answer goes on. */
    PART,
    /** The step goes on with the next request. */
    ANSWER,
    /** The step is done. */
    STEP
  }

  /** So many callers of one kind. */
  public static List<Dialogue> many(int callers, Supplier<Dialogue> one) {
    return Stream.generate(one).limit(callers).toList();
  }

  byte[] request() {
    return step.get(next).request().apply(answer);
  }

  /** Looks at all that was heard since the request. */
  Heard heard(byte[] bytes, int length) {
    answer = new String(bytes, 0, length, ISO_8859_1);
    if (!protocol.isWhole(answer)) {
      return Heard.PART;
    }
    if (!step.get(next).right().test(answer)) {
      throw new AssertionError("A wrong answer: " + beginning());
    }
    next = (next + 1) % step.size();
    return next == 0 ? Heard.STEP : Heard.ANSWER;
  }

  private String beginning() {
    return answer.substring(0, Math.min(answer.length(), 1000));
  }

  /** Whether the last answer was the last of its connection. */
  boolean hungUp() {
    return protocol.hangsUp(answer);
  }
}
