package io.forkyard.bench.load;

import io.forkyard.bench.load.Dialogue.Exchange;
import io.forkyard.bench.load.Dialogue.Protocol;
import io.forkyard.it.BareConnection;
import java.util.List;

/** HTTP/1.1, one request after the other. */
public final class Http implements Protocol {

  private static final String LENGTH = "\r\nContent-Length: ";

  /** A body of JSON, or none for an empty text; what the answer has to contain. */
  public static Exchange exchange(String call, String body, int status, String... contains) {
    return exchange(BareConnection.request(call, body), status, contains);
  }

  public static Exchange exchange(byte[] request, int status, String... contains) {
    String code = Integer.toString(status);
    List<String> parts = List.of(contains);
    return Exchange.of(
        request,
        answer -> answer.startsWith(code, 9) && parts.stream().allMatch(joined(answer)::contains));
  }

  /** The head and the body, which may have come in chunks. */
  private static String joined(String answer) {
    int body = answer.indexOf("\r\n\r\n") + 4;
    if (answer.lastIndexOf("\r\nTransfer-Encoding: chunked\r\n", body) < 0) {
      return answer;
    }
    StringBuilder joined = new StringBuilder(answer.length()).append(answer, 0, body);
    for (int line = body; line < answer.length(); ) {
      int start = answer.indexOf('\r', line) + 2;
      int end = start + Integer.parseInt(answer, line, start - 2, 16);
      joined.append(answer, start, end);
      line = end + 2;
    }
    return joined.toString();
  }

  public static Dialogue dialogue(Exchange... step) {
    return new Dialogue(new Http(), step);
  }

  @Override
  public boolean isWhole(String answer) {
    int body = answer.indexOf("\r\n\r\n") + 4;
    if (body < 4) {
      return false;
    }
    int length = answer.indexOf(LENGTH) + LENGTH.length();
    if (length < LENGTH.length() || length > body) {
      return answer.startsWith("204", 9) || answer.endsWith("\r\n0\r\n\r\n");
    }
    int end = answer.indexOf('\r', length);
    return answer.length() - body >= Integer.parseInt(answer, length, end, 10);
  }

  @Override
  public boolean hangsUp(String answer) {
    return answer.contains("\r\nConnection: close\r\n");
  }
}
