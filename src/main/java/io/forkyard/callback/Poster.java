package io.forkyard.callback;

import io.forkyard.job.Delivery;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.springframework.util.function.SingletonSupplier;

/**
 * Posts to web servers. A redirect is not followed, since it could lead anywhere; of an answer only
 * the status is read.
 */
final class Poster {

  private final AllowedUrls allowed;
  private final Signature signature;
  private final Duration timeout;

  /** Made when it is first needed, as it costs time and most services post nothing. */
  private final SingletonSupplier<HttpClient> http = SingletonSupplier.of(this::client);

  Poster(AllowedUrls allowed, CallbackProperties properties) {
    this.allowed = allowed;
    this.signature = new Signature(Objects.requireNonNullElse(properties.secret(), "unused"));
    this.timeout = properties.timeout();
  }

  private HttpClient client() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .followRedirects(HttpClient.Redirect.NEVER)
        .connectTimeout(timeout)
        .executor(Executors.newVirtualThreadPerTaskExecutor())
        .build();
  }

  /** Posts it, if that is still allowed. */
  Answer post(Delivery delivery, String url, byte[] body) throws InterruptedException {
    Optional<String> refusal = allowed.refusal(url);
    return refusal.isPresent()
        ? new Answer.Refused(refusal.get())
        : send(request(delivery, url, body));
  }

  private HttpRequest request(Delivery delivery, String url, byte[] body) {
    return HttpRequest.newBuilder(URI.create(url))
        .timeout(timeout)
        .header("Content-Type", "application/json")
        .header("User-Agent", "Forkyard")
        .header("Forkyard-Delivery", delivery.id().toString())
        .header("Forkyard-Attempt", Integer.toString(delivery.attempt()))
        .header("Forkyard-Signature", signature.of(body))
        .POST(BodyPublishers.ofByteArray(body))
        .build();
  }

  private Answer send(HttpRequest request) throws InterruptedException {
    try {
      HttpResponse<InputStream> answer = http.obtain().send(request, BodyHandlers.ofInputStream());
      answer.body().close();
      int status = answer.statusCode();
      return status / 100 == 2
          ? new Answer.Taken()
          : new Answer.Refused("The answer was " + status);
    } catch (HttpTimeoutException e) {
      return new Answer.Refused("There was no answer within " + timeout.toMillis() / 1000.0 + " s");
    } catch (ConnectException e) {
      return new Answer.Refused("There was no connection");
    } catch (IOException e) {
      return new Answer.Refused("There was no answer: " + e);
    }
  }
}
