package io.berth.acceptance.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import io.berth.acceptance.Api;
import io.berth.acceptance.Api.Reply;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The projects of a run: 24 with the built-in KM, 6 with a foreign one; busy, calm and rare. */
final class Fleet {
  static final int BUILT_IN = 24;
  static final int FOREIGN = 6;
  private static final String RUNTIME = "journal";
  private static final String TINY = "km-07";

  private Fleet() {}

  static Path tinyFolder(Path data) {
    return data.resolve("projects").resolve(TINY);
  }

  /** Registers them all. */
  static List<Member> register(Api api, Path data) {
    Reply runtime = api.post("/api/v1/runtimes", runtime());
    assertThat(runtime.status()).as(runtime.toString()).isEqualTo(201);
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < BUILT_IN + FOREIGN; i++) {
      boolean builtIn = i < BUILT_IN;
      String id = (builtIn ? "km-" : "own-") + (i < 10 ? "0" : "") + i;
      // why: a third is busy, a third calm, a third so rare that it falls asleep again and again
      int weight = List.of(30, 8, 1).get(i % 3);
      register(api, id, builtIn, weight);
      members.add(
          new Member(id, builtIn, weight, id.equals(TINY), data.resolve("projects").resolve(id)));
    }
    return members;
  }

  private static void register(Api api, String id, boolean builtIn, int weight) {
    Map<String, String> settings =
        weight == 1
            ? Map.of("idleTimeout", "PT3S", "idleGrace", "PT0S", "idleMinRequests", "1")
            : Map.of();
    Reply made =
        api.post(
            "/api/v1/projects",
            Map.of("id", id, "runtime", builtIn ? "built-in" : RUNTIME, "settings", settings));
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
  }

  private static Map<String, Object> runtime() {
    return Map.of(
        "name",
        RUNTIME,
        "transport",
        "http",
        "command",
        List.of(
            "${java}",
            "-Xmx48m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            classes(),
            JournalKm.class.getName(),
            "${port}",
            "${data}",
            "${project}",
            "${generation}"),
        "readyPath",
        "/ready",
        "storesIdempotencyKeys",
        true);
  }

  private static String classes() {
    try {
      return Path.of(Fleet.class.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toString();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
