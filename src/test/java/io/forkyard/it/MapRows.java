package io.forkyard.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The rows of {@code Pool.map} and its kin. */
final class MapRows extends RowClient {

  private static final String MAPS = "/v1/maps";

  MapRows(RunningJar service) {
    super(service);
  }

  Map<String, PythonTableIT.Check> checks() {
    return Map.of(
        "`pool.map(f, items)`", this::map,
        "`pool.map_async(f, items, chunksize, callback=g)`", this::mapAsync,
        "`pool.starmap(f, items)`", this::starmap,
        "`pool.imap(f, items)`", this::imap,
        "`pool.imap_unordered(f, items)`", this::imapUnordered,
        "the first exception of a map", this::firstException);
  }

  private static Map<String, Object> over(String method, List<?> items) {
    Map<String, Object> map = new HashMap<>(call(method));
    map.remove("args");
    map.put("items", items);
    return map;
  }

  private void map() throws Exception {
    JsonNode map = service.post(MAPS + "?wait=60", over("twice", List.of(1, 2, 3)));
    assertThat(map.get("results").toString()).isEqualTo("[2,4,6]");
  }

  private void mapAsync() throws Exception {
    Map<String, Object> chunked = over("twice", List.of(1, 2, 3));
    chunked.put("chunkSize", 2);
    JsonNode map = ended(submit(MAPS, chunked));
    assertThat(map.get("chunkSize").asInt()).isEqualTo(2);
    assertThat(map.get("results").toString()).isEqualTo("[2,4,6]");
  }

  private void starmap() throws Exception {
    Map<String, Object> spread = over("minus", List.of(List.of(5, 3), List.of(9, 1)));
    spread.put("star", true);
    JsonNode map = service.post(MAPS + "?wait=60", spread);
    assertThat(map.get("results").toString()).isEqualTo("[2,8]");
  }

  private void imap() throws Exception {
    Map<String, Object> single = over("twice", List.of(1, 2));
    single.put("chunkSize", 1);
    assertThat(service.text(submit(MAPS, single) + "/results"))
        .isEqualTo("{\"index\":0,\"value\":2}\n{\"index\":1,\"value\":4}\n");
  }

  private void imapUnordered() throws Exception {
    String path = submit(MAPS, over("twice", List.of(1, 2)));
    assertThat(service.text(path + "/results?ordered=false").lines())
        .containsExactlyInAnyOrder("{\"index\":0,\"value\":2}", "{\"index\":1,\"value\":4}");
  }

  private void firstException() throws Exception {
    JsonNode map = service.post(MAPS + "?wait=60", over("invert", List.of(1, 0, 2, 0)));
    assertThat(map.at("/failure/index").asInt()).isEqualTo(1);
    assertThat(map.get("failures")).hasSize(2);
    assertThat(map.get("results").toString()).isEqualTo("[100,null,50,null]");
  }
}
