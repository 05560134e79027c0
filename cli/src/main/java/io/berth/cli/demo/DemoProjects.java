package io.berth.cli.demo;

import io.berth.cli.http.BerthApi;
import io.berth.cli.http.Reply;
import io.berth.cli.http.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes the demo's projects, with idle settings that let them sleep soon, and gives those back. */
final class DemoProjects {
  private static final Map<String, String> SLEEPY =
      Map.of(
          "idleTimeout", "PT4S",
          "idleGrace", "PT0S",
          "idleMinRequests", "1",
          "idleUnusedTimeout", "PT1H");

  private final BerthApi api;

  DemoProjects(BerthApi api) {
    this.api = api;
  }

  /** Makes sure that it is there; it sleeps by the usual rules until told otherwise. */
  void ensure(String id) {
    boolean known =
        api.get("/api/v1/projects?q=" + id).list("projects").stream()
            .anyMatch(project -> id.equals(Values.text(project, "id")));
    if (!known) {
      api.post("/api/v1/projects", Map.of("id", id));
    }
  }

  /** From now on it falls asleep after seconds. */
  void makeSleepy(String id) {
    api.patch("/api/v1/projects/" + id, Map.of("settings", SLEEPY));
  }

  /** Back to the installation's own rules. */
  void makeUsual(List<String> ids) {
    Map<String, Object> defaults = new LinkedHashMap<>();
    SLEEPY.keySet().forEach(key -> defaults.put(key, null));
    ids.forEach(id -> api.patch("/api/v1/projects/" + id, Map.of("settings", defaults)));
  }

  Map<String, Object> process(String id) {
    Reply reply = api.get("/api/v1/projects/" + id + "/process");
    return reply.json();
  }
}
