package io.forkyard.examples;

import io.forkyard.api.Forkyard;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;

/** A job that tells where it runs; each answers with a process of its own. */
public final class WhoAmI implements Callable<Map<String, Object>> {

  @Override
  public Map<String, Object> call() {
    Map<String, Object> answer = new TreeMap<>();
    answer.put("attempt", Forkyard.attempt());
    answer.put("jobId", Forkyard.jobId());
    answer.put("pid", Forkyard.pid());
    answer.put("ppid", Forkyard.ppid());
    return answer;
  }
}
