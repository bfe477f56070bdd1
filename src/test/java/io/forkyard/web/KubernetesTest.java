package io.forkyard.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.kubernetes.client.custom.Quantity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.TestPropertySource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The manifest for Kubernetes fits Kubernetes' schemas, the image and the service. */
@TestPropertySource(properties = {"server.address=0.0.0.0", "forkyard.security.token=open-sesame"})
class KubernetesTest extends ServiceTest {

  private static final long MI = 1 << 20;

  private final String text = read("deploy/kubernetes/forkyard.yaml");
  private final String dockerfile = read("Dockerfile");
  private final Map<String, JsonObject> objects = objects(text);
  private final JsonObject pod = at(objects.get("Deployment"), "spec/template/spec");
  private final JsonObject container = pod.getAsJsonArray("containers").get(0).getAsJsonObject();
  private final Caller caller;

  KubernetesTest(@LocalServerPort int port) {
    caller = new Caller(port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Service", "Deployment", "PodDisruptionBudget", "HorizontalPodAutoscaler"})
  void eachObjectIsOneOfItsKind(String kind) {
    assertThatCode(() -> KubernetesSchemas.check(objects.get(kind))).doesNotThrowAnyException();
  }

  /** Or the test above would show nothing. */
  @ParameterizedTest
  @CsvSource({
    "'path: /actuator', 'paht: /actuator'",
    "'    - name: http\n      port:', '    - name: http\n      prot:'",
    "'periodSeconds: 10', 'periodSeconds: ten'",
    "'periodSeconds: 10', 'periodSeconds: \"10\"'",
    "'runAsUser: 10001', 'runAsUser: 10001.5'",
    "'runAsNonRoot: true', 'runAsNonRoot: \"true\"'",
    "'readOnlyRootFilesystem: true', 'readOnlyRootFileSystem: true'",
    "'command: [\"sleep\", \"5\"]', 'command: sleep'",
    "'memory: 3Gi', 'memory: 3GiB'",
    "'minReplicas: 2', 'minReplica: 2'",
    "'maxReplicas: 10', 'minReplica: 10'",
    "'maxUnavailable: 1\n  selector', 'maxUnavailable: 1\n  selektor'",
    "'apiVersion: policy/v1', 'apiVersion: policy/v1beta1'"
  })
  void whatKubernetesWouldNotTakeIsRefused(String good, String bad) {
    assertThat(text).contains(good);

    assertThatThrownBy(
            () -> {
              for (JsonObject object : objects(text.replace(good, bad)).values()) {
                KubernetesSchemas.check(object);
              }
            })
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Without a token, and by the address of the pod. */
  @ParameterizedTest
  @ValueSource(strings = {"startupProbe", "livenessProbe", "readinessProbe"})
  void probesAreAnswered(String probe) throws Exception {
    JsonObject get = at(container, probe + "/httpGet");

    assertThat(
            caller.raw(
                "GET %s HTTP/1.0\r\nHost: 10.1.2.3:8080\r\n\r\n"
                    .formatted(get.get("path").getAsString())))
        .startsWith("HTTP/1.1 200");
    assertThat(get.get("port")).isEqualTo(port().get("name"));
  }

  @Test
  void portsAreThoseOfTheImage() {
    JsonObject service =
        at(objects.get("Service"), "spec").getAsJsonArray("ports").get(0).getAsJsonObject();

    assertThat(dockerfile).contains("EXPOSE " + port().get("containerPort").getAsInt() + "\n");
    assertThat(service.get("targetPort")).isEqualTo(port().get("name"));
  }

  @Test
  void userAndFoldersAreThoseOfTheImage() {
    JsonObject security = at(pod, "securityContext");
    long user = security.get("runAsUser").getAsLong();
    long group = security.get("runAsGroup").getAsLong();

    assertThat(dockerfile).contains("USER " + user + ":" + group + "\n", "VOLUME /data\n");
    assertThat(security.get("fsGroup").getAsLong()).isEqualTo(group);
    assertThat(container.getAsJsonArray("volumeMounts").toString())
        .contains("\"/data\"", "\"/tmp\"");
  }

  @Test
  void aStopHasTheTimeThatItMayTake() {
    JsonElement sleep = at(container, "lifecycle/preStop/exec").getAsJsonArray("command").get(1);
    Duration stop =
        Duration.ofSeconds(sleep.getAsLong() + 10)
            .plus(DurationStyle.detectAndParse(env("FORKYARD_DRAIN")))
            .plus(DurationStyle.detectAndParse(env("FORKYARD_GRACE")));

    assertThat(pod.get("terminationGracePeriodSeconds").getAsLong())
        .isGreaterThanOrEqualTo(stop.toSeconds());
  }

  @Test
  void variablesAreSettingsOfTheService() {
    String readme = read("README.md").toLowerCase();
    for (JsonElement variable : container.getAsJsonArray("env")) {
      String name = variable.getAsJsonObject().get("name").getAsString();
      if (name.startsWith("FORKYARD_")) {
        String property = name.toLowerCase().replace("forkyard_", "forkyard.");
        assertThat(readme.replace("-", ".")).contains("`" + property.replace("_", ".") + "`");
      }
    }
    assertThat(dockerfile).contains("JDK_JAVA_OPTIONS=" + env("JDK_JAVA_OPTIONS") + "\n");
  }

  /** No value of a secret is in the manifest. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "FORKYARD_SECURITY_TOKEN",
        "SPRING_DATASOURCE_URL",
        "SPRING_DATASOURCE_USERNAME",
        "SPRING_DATASOURCE_PASSWORD"
      })
  void secretsAreReferences(String name) {
    JsonObject from = at(variable(name), "valueFrom/secretKeyRef");

    assertThat(from.get("name").getAsString()).isEqualTo("forkyard");
    assertThat(text).contains("--from-literal=" + from.get("key").getAsString() + "=");
  }

  /** The sum in the manifest's own comment. */
  @Test
  void memoryIsEnoughForTheServiceAndThePoolThatIsAlwaysThere() {
    JsonObject limits = at(container, "resources/limits");
    long children = quantity(limits.get("cpu"));

    assertThat(quantity(limits.get("memory")))
        .isGreaterThanOrEqualTo((1536 + 640) * MI + children * (384 + 64) * MI);
  }

  @Test
  void autoscalerLooksAtAMetricThatThereIs() throws Exception {
    JsonObject metric =
        at(objects.get("HorizontalPodAutoscaler"), "spec")
            .getAsJsonArray("metrics")
            .get(0)
            .getAsJsonObject();
    String name = at(metric, "pods/metric").get("name").getAsString();
    String pool = at(metric, "pods/metric/selector/matchLabels").get("pool").getAsString();

    assertThat(caller.get("/actuator/prometheus", "Authorization", "Bearer open-sesame").text())
        .contains("\n%s{pool=\"%s\"} 0.0\n".formatted(name, pool));
    assertThat(at(objects.get("HorizontalPodAutoscaler"), "spec/scaleTargetRef").get("name"))
        .isEqualTo(at(objects.get("Deployment"), "metadata").get("name"));
  }

  private JsonObject port() {
    return container.getAsJsonArray("ports").get(0).getAsJsonObject();
  }

  private String env(String name) {
    return variable(name).get("value").getAsString();
  }

  private JsonObject variable(String name) {
    return StreamSupport.stream(container.getAsJsonArray("env").spliterator(), false)
        .map(JsonElement::getAsJsonObject)
        .filter(one -> one.get("name").getAsString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static long quantity(JsonElement text) {
    BigDecimal number = Quantity.fromString(text.getAsString()).getNumber();
    return number.longValueExact();
  }

  private static JsonObject at(JsonObject object, String path) {
    JsonObject found = object;
    for (String step : List.of(path.split("/", -1))) {
      found = found.getAsJsonObject(step);
    }
    return found;
  }

  private static Map<String, JsonObject> objects(String yaml) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    Map<String, JsonObject> all = new HashMap<>();
    for (Object document : new Yaml(new SafeConstructor(options)).loadAll(yaml)) {
      JsonObject object = new Gson().toJsonTree(document).getAsJsonObject();
      all.put(object.get("kind").getAsString(), object);
    }
    return all;
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
